"""Space probes, concerts, a garden, books."""

from pipeline.corpus.demo.topic import Topic

PROBES = Topic(
    author="far_signal",
    rules={
        "role": "engineer / astronomer / physicist / navigator / operator / student / flight director / geologist",
        "roles": "engineers / astronomers / students / scientists / amateurs / operators / stargazers / dreamers",
        "thing": "probe / antenna / orbit / signal / launch / lander / telescope / flyby / rover / camera / countdown",
        "things": "images / signals / orbits / craters / thrusters / antennas / sensors / rings / moons / batteries",
        "adj": "distant / faint / silent / stable / icy / perfect / delayed / tiny / cold / strange / alive / blurry / "
        "autonomous / ancient / historic",
        "body": "{moon} / {moon} / the far side of {moon} / comet {surname_free}",
        "surname_free": "[{surname_made}]",
        "own": "{probe} <has|finally|been> heard from! {s}{stop}\nday {digit}{digit}{digit} of {probe}: {s}{stop}\n{probe} "
        "<will||be> {digit}{digit},000 km above {body} at {clock}{stop}\nT minus {n} hours for {probe}{bang}\nnew {things} of "
        "{body} from {probe}{bang}\n{probe} ^is {n} light minutes away and {adj}{stop}\nfirst {things} in: {body} <may"
        "|once ^have|been> {adj}{stop}\nwe lost the {thing} at {clock}. {person} ^is calm. I ^am not{stop}\nsafe mode. "
        "again. {s}{stop}\n{person} named a crater on {body} after {person}{stop}\n{share} of the data from {probe} "
        "<has||been> received{stop}\nhello {moon}, this ^is {probe}{bang}\nlisten: that hiss ^is {body}{stop}\n"
        "{n} years ago {when_now}, {probe} left for {body}{stop}\na {adj} antenna in a garden in {place} ^can hear "
        "{probe}{bang}\nif {probe} ^is lost, {body} <will|still|be> there{stop}",
    },
    verbs="""track tracks tracked tracked tracking {probe}
        launch launches launched launched launching the {adj} {thing}
        photograph photographs photographed photographed photographing {body}
        lose loses lost lost losing the {thing}
        wake wakes woke woken waking {probe}
        orbit orbits orbited orbited orbiting {body}
        steer steers steered steered steering {probe} past {body}
        decode decodes decoded decoded decoding the {adj} {thing}
        measure measures measured measured measuring the {things} of {body}
        point points pointed pointed pointing the {thing} at {body}
        hear hears heard heard hearing {probe}
        repair repairs repaired repaired repairing the {thing}
        simulate simulates simulated simulated simulating the {thing}
        study studies studied studied studying {n} {things}
        miss misses missed missed missing {body} by {n} km
        test tests tested tested testing the {things}
        reach reaches reached reached reaching {body}""",
    tags=(
        "Space",
        "Probes",
        "astro",
        "FlyBy",
        "DeepSpace",
        "Orbit",
        "Launch2020",
        "rings",
        "Telemetry",
        "SkyWatch",
    ),
    slogans=("#EyesOnTheRings", "EYES ON THE RINGS"),
    emoji=("🚀", "🛰️", "🪐", "🌌", "👩‍🚀", "📡", "🤞"),
)

CONCERTS = Topic(
    author="front_row_left",
    rules={
        "role": "drummer / singer / bassist / promoter / guitarist / roadie / soundman / organist / pianist / bouncer",
        "roles": "drummers / singers / fans / roadies / choirs / crowds / buskers / dancers / pianists",
        "thing": "gig / encore / chorus / solo / ticket / support act / ballad / amp / setlist / tour / bass line / record",
        "things": "tickets / encores / drums / chords / songs / posters / strings / lights / amps / records / lyrics",
        "adj": "loud / mellow / sold-out / raw / dreamy / sweaty / acoustic / tuneful / endless / intimate / wild / "
        "gentle / electric / off-key / gorgeous",
        "own": "{band} at {street}, {day}, doors {clock}{bang}\n{band} played {n} songs and {n} encores {when_past}{stop}\n"
        "tonight: {band}, {band} and {person} at {street}{bang}\ntickets for {band} ^are {price}. {price}!\n{person} of "
        "{band} broke {n} strings{stop}\nI<'ve|never|been> to a gig this {adj}{stop}\nlisten to {band} with the lights "
        "off{stop}\nlast {n} tickets for {band} in {place}{bang}\nthe new {band} record {fut_3} {adj}{stop}\n{band} "
        "<have||been> on the road since {month}{stop}\nsupport tonight: {person} on {station}{stop}\nthat {adj} "
        "{thing} at {clock}... {s}{stop}\n{share} louder than {band} in {place}{bang}\nsetlist: {n} {things}, one "
        "{thing}, no {roles}{stop}\n{person} sings, {person} drums, I cry{stop}\nmy ears <will|never|be> the same "
        "after {band}{stop}",
    },
    verbs="""play plays played played playing a {adj} {thing}
        sing sings sang sung singing the {adj} {thing}
        tune tunes tuned tuned tuning the {things}
        hear hears heard heard hearing {band}
        book books booked booked booking {band} for {price}
        dance dances danced danced dancing to {band}
        record records recorded recorded recording {n} {things}
        drop drops dropped dropped dropping the sticks
        love loves loved loved loving {band}
        write writes wrote written writing a {adj} {thing}
        cancel cancels cancelled cancelled cancelling the {thing}
        hum hums hummed hummed humming the {thing}
        join joins joined joined joining {band} on stage
        break breaks broke broken breaking {n} {things}
        carry carries carried carried carrying the {things}
        praise praises praised praised praising the {role}
        leave leaves left left leaving before the {thing}""",
    tags=(
        "NowPlaying",
        "livemusic",
        "OnTour",
        "Encore",
        "Vinyl",
        "gigs",
        "SoldOut",
        "NewMusic",
        "bandlife",
        "Busking",
    ),
    slogans=("#TurnItUp", "TURN IT UP"),
    emoji=("🎶", "🎸", "🥁", "🔊", "🙌🏿", "🎤", "😭"),
)

GARDEN = Topic(
    author="muddy_boots",
    rules={
        "role": "gardener / beekeeper / neighbour / florist / botanist / snail / robin / judge / beginner",
        "roles": "gardeners / snails / bees / slugs / robins / beekeepers / worms / volunteers / beginners",
        "thing": "rose / lawn / hedge / pond / compost heap / greenhouse / rake / pumpkin / beanpole / seedling / shed",
        "things": "roses / tulips / carrots / weeds / bulbs / tomatoes / leaves / lilies / daisies / seeds / leeks / pots",
        "adj": "green / overgrown / thirsty / tidy / wild / rotten / ripe / blooming / weedy / slow / fragrant / hardy / "
        "shady / enormous / delicate",
        "plant": "rose / iris / lily / ivy / mint / bean / poppy / cherry / fern / leek / daisy / apple",
        "own": "{plant} update: {n} leaves, {n} slugs{stop}\nplant {things} before {month}, never after {month}{stop}\n"
        "first {plant} of the year in {place}{bang}\nmy {plant} <has||been> eaten. {s}{stop}\n{person} won the {plant} "
        "class at {place} with {share}{bang}\nopen garden at {street} on {day}, tea {price}{stop}\nthe {roles} got the "
        "{plant}. all of it{stop}\nwater early, water {adj}, water often{stop}\nswap: {n} {plant} seedlings for "
        "{n} {things}{stop}\n{place} in {month}: {things} and {adj} {things}{stop}\na {plant} <must|never|be> moved in "
        "{month}{stop}\nwho cut the hedge at {street}? it<'ll|never|be> the same{stop}\n{person}'s {plant} ^is {n} cm "
        "tall{bang}\ntip from {person}: {order}{bang}\ndug up {n} {things} and a coin worth {price}{bang}\nwhere there "
        "once stood a {plant}, {s}{stop}",
    },
    verbs="""plant plants planted planted planting {n} {things}
        water waters watered watered watering the {plant}
        dig digs dug dug digging up the {things}
        prune prunes pruned pruned pruning the {adj} {thing}
        grow grows grew grown growing {adj} {things}
        pick picks picked picked picking the {things}
        mow mows mowed mown mowing the lawn in {street}
        chase chases chased chased chasing the {roles}
        eat eats ate eaten eating the {adj} {things}
        build builds built built building a {adj} {thing}
        weed weeds weeded weeded weeding the {plant} bed
        swap swaps swapped swapped swapping {things} with {person}
        admire admires admired admired admiring the {plant}
        forget forgets forgot forgotten forgetting the {adj} {thing}
        paint paints painted painted painting the shed
        count counts counted counted counting {roles}
        smell smells smelled smelled smelling the {things}""",
    tags=(
        "GrowVeg",
        "Allotment",
        "roses",
        "Compost",
        "gardening",
        "SlugWar",
        "Tulips",
        "SeedSwap",
        "beeson",
        "MudLife",
    ),
    slogans=("#GrowYourOwn", "GROW YOUR OWN", "SAVE THE BEES"),
    emoji=("🌱", "🌹", "🐝", "🐌", "🍅", "👨‍🌾", "🌻"),
)

BOOKS = Topic(
    author="one_more_chapter",
    rules={
        "role": "novelist / librarian / reader / poet / editor / critic / bookseller / translator / heroine / narrator",
        "roles": "readers / librarians / poets / critics / writers / editors / booksellers / detectives / narrators",
        "thing": "novel / chapter / ending / library / paperback / plot / bookmark / sequel / diary / poem / footnote",
        "things": "novels / chapters / pages / poems / endings / letters / shelves / characters / drafts / villains / jokes",
        "adj": "unputdownable / slow / moving / signed / overlong / witty / borrowed / unread / dusty / haunting / short / "
        "gripping / clever / implausible / tender",
        "own": "chapter {n}: {s}{stop}\n{person} reads at {street} {when_fut}, {clock}{stop}\n{n} pages in, and {person} ^is "
        "already {mood}{stop}\n{adj}, {adj}, {adj}: the new {person}{stop}\nbook club on {day}: {s}{stop}\nfinished the "
        "{person} {thing} in {n} hours{bang}\n{digit} out of 10 for the {thing}, 10 out of 10 for the {role}{stop}\n"
        "the library in {place} <will|not|be> closed! {s}{stop}\nthe {thing} <should|never ^have|been> filmed{stop}\n"
        "late fee at {street}: {price}. worth it{stop}\nborrowed: {n}. read: {n}. bought anyway: {n}{stop}\n{person} "
        "translated {person} into {nationality} verse{bang}\nopening line: ❝{s}❞{stop}\nwho killed {person}? page "
        "{digit}{digit}{digit}{stop}\nmy to-read pile ^is {n} cm high and ^is {vp_ing}{stop}\nthe {nationality} "
        "edition ^is {adj}, the film <won't|ever|be>{stop}",
    },
    verbs="""read reads read read reading the {adj} {thing}
        write writes wrote written writing {n} {things}
        finish finishes finished finished finishing the {thing}
        borrow borrows borrowed borrowed borrowing {n} {things}
        review reviews reviewed reviewed reviewing the {adj} {thing}
        lend lends lent lent lending the {thing} to {person}
        skip skips skipped skipped skipping {n} {things}
        spoil spoils spoiled spoiled spoiling the {thing}
        translate translates translated translated translating the {thing}
        quote quotes quoted quoted quoting {person}
        return returns returned returned returning the {things}
        sign signs signed signed signing {n} {things}
        lose loses lost lost losing the {adj} bookmark
        dedicate dedicates dedicated dedicated dedicating the {thing} to {person}
        love loves loved loved loving the {role}
        burn burns burned burned burning the {adj} {thing}
        edit edits edited edited editing the {adj} {thing}""",
    tags=(
        "AmReading",
        "BookClub",
        "poetry",
        "Libraries",
        "TBR",
        "Novel",
        "Bookshop",
        "SundayReads",
        "writers",
        "Shelfie",
    ),
    slogans=("#OneMoreChapter", "ONE MORE CHAPTER"),
    emoji=("📚", "🤓", "☕", "📖", "🔍", "😴"),
)
