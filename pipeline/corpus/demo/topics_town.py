"""A football club, a town council election, a bakery, the weather."""

from pipeline.corpus.demo.topic import Topic

CLUB = Topic(
    author="touchline_notes",
    rules={
        "role": "striker / keeper / captain / defender / referee / coach / substitute / manager / winger / physio",
        "roles": "strikers / fans / defenders / referees / players / visitors / supporters / stewards / scouts",
        "thing": "match / goal / pass / penalty / season / pitch / cup / draw / free kick / chant / line-up / derby",
        "things": "goals / chances / tickets / passes / fixtures / scarves / corners / points / replays / boots",
        "adj": "muddy / tense / late / brave / lucky / scrappy / brilliant / deserved / goalless / noisy / long / "
        "awful / thrilling / unbeaten / frosty",
        "score": "{digit}-0 / 2-1 / 3-3 / 1-0 / 4-2 / 0-0 / {digit}-{digit}",
        "opponent": "{club} / {club} / the league leaders / the old enemy / our neighbours from {place}",
        "own": "full time: {club} {score} {club}{bang}\n{club} beat {club} {score} {when_past}{stop}\nGOAL! {person} "
        "makes it {score}{bang}\n{clock}: kick-off against {club} at {street}{stop}\nteam news: {person} in, {person} "
        "out{stop}\n{person} <has||been> booked in the {nth} minute{stop}\nthat ^was never a penalty, {person}{stop}\n"
        "attendance today: {digit},{digit}5{digit}. {adj}{bang}\n{n} goals in {n} games for {person}. <to|really|be> "
        "that {adj}{stop}\n{opponent} away {when_fut}: who^'s coming?\nwe<'ve|never|been> this {adj} since {month}"
        "{stop}\nhalf time at {street}. {score}. {s}{stop}\n{person} signs for {club} for {price}{bang}\nman of the "
        "match: {person}, {share} of the vote{stop}\nrain, mud and {opponent}. I<'ve|always|been> {mood} about "
        "{day}{stop}\nplayer of the month in {month}: {person} of {club}{bang}",
    },
    verbs="""win wins won won winning the {thing} against {opponent}
        miss misses missed missed missing a {adj} penalty
        save saves saved saved saving the {nth} shot
        score scores scored scored scoring against {opponent}
        sing sings sang sung singing for {n} minutes
        lose loses lost lost losing to {opponent}
        mark marks marked marked marking their {role}
        tackle tackles tackled tackled tackling the {role}
        run runs ran run running the length of the pitch
        train trains trained trained training with the {roles}
        watch watches watched watched watching {opponent}
        draw draws drew drawn drawing with {opponent}
        chase chases chased chased chasing every ball
        head heads headed headed heading it over the bar
        sell sells sold sold selling {n} {things}
        blame blames blamed blamed blaming the {role}
        walk walks walked walked walking to {street}""",
    tags=(
        "Matchday",
        "Derby",
        "AwayDays",
        "CupRun",
        "COYR",
        "transferwindow",
        "Terraces",
        "fulltime",
        "U21",
        "GameOn",
    ),
    slogans=("#BringItHome", "#UpTheHill", "BRING IT HOME"),
    emoji=("⚽", "🏆", "💪🏽", "👏", "🔥", "🥅"),
)

COUNCIL = Topic(
    author="ward_nine",
    rules={
        "role": "candidate / councillor / clerk / mayor / voter / volunteer / treasurer / chairwoman / planner",
        "roles": "voters / candidates / councillors / volunteers / residents / planners / pensioners / commuters",
        "thing": "budget / vote / bridge / crossing / library / debate / leaflet / petition / plan / bypass / poll / tax",
        "things": "buses / leaflets / votes / potholes / promises / meetings / questions / trees / bins / doors / taxes",
        "adj": "fair / empty / open / costly / honest / broken / clear / shameful / sensible / local / overdue / weak / "
        "secret / bold / unfunded",
        "issue": "the bus {thing} / the {street} {thing} / parking / the swimming hall / safer crossings / flood walls",
        "own": "vote for {person} on {day}{bang}\n{person} <will|never|be> straight with {place} about {issue}{stop}\n"
        "polls open at {clock}. bring a friend{bang}\n{n} doors knocked in {street} {when_past}. {s}{stop}\nnew poll: "
        "{person} {share}, {person} {share}{stop}\nmy opponent {person} voted against {issue} {n} times{stop}\n"
        "{person} and {person} ^are hiding the {adj} {thing} from {place}{bang}\nthe council <has||been> sitting on "
        "{issue} since {month}{stop}\nquestion for {person}: where ^did the {price} go?\nwe need {issue}, not {adj} "
        "{things}{bang}\nI ^am running because {place} deserves {to_be} heard{stop}\nturnout at {clock}: {share}. "
        "<to||be> continued{stop}\ngreat meeting with the {roles} of {place} {when_past}{stop}\n{person} promised "
        "{issue}. {person} delivered {adj} {things}{stop}\nonly {n} days left to register in {place}{bang}\n"
        "{station} refuses to cover {issue}. {adj}{bang}",
    },
    verbs="""fix fixes fixed fixed fixing {issue}
        promise promises promised promised promising {adj} {things}
        debate debates debated debated debating {issue}
        knock knocks knocked knocked knocking on {n} doors
        count counts counted counted counting the {things}
        ignore ignores ignored ignored ignoring {issue}
        support supports supported supported supporting {person}
        cut cuts cut cut cutting the {thing}
        read reads read read reading the {adj} {thing}
        raise raises raised raised raising {issue} with {person}
        block blocks blocked blocked blocking {issue}
        sign signs signed signed signing the {thing}
        answer answers answered answered answering for {issue}
        march marches marched marched marching down {street}
        hand hands handed handed handing out {things}
        bill bills billed billed billing the {roles}
        question questions questioned questioned questioning {person}""",
    tags=(
        "Election",
        "TownHall",
        "WardNine",
        "vote",
        "Potholes",
        "buses",
        "Debate",
        "OpenCouncil",
        "getout",
        "Polls",
    ),
    slogans=("#BetterBuses", "BETTER BUSES NOW", "ONE TOWN ONE VOICE"),
    emoji=("🗳️", "🚌", "👍🏻", "📢", "🙌", "✅"),
)

BAKERY = Topic(
    author="slow_loaf",
    rules={
        "role": "baker / apprentice / miller / customer / cook / waiter / taster / grocer / delivery driver",
        "roles": "bakers / customers / regulars / tasters / neighbours / apprentices / millers / early birds",
        "thing": "loaf / oven / cake / bun / dough / crust / pie / starter / sandwich / tart / recipe / bagel / roll",
        "things": "loaves / buns / pies / crumbs / tarts / rolls / recipes / scones / cakes / ovens / apples / cookies",
        "adj": "warm / crusty / sticky / burnt / golden / sour / fresh / flat / buttery / gone / sweet / soft / stale / "
        "crisp / heavy",
        "filling": "apple / rye / cheese / walnut / cherry / onion / turkey / barley / lemon / butter / cinnamon",
        "own": "{filling} {things} out of the oven at {clock}{bang}\nsold out of {filling} {things} again. {s}{stop}\n"
        "today at {street}: {filling} {things}, {price} each{stop}\n{filling} & {filling} {thing}, anyone?\nnew at "
        "{shop}: the {filling} {thing}{bang}\n{nationality} {things} {when_fut}, baked by {person}{stop}\nthe secret "
        "<to|always|be> found in a {adj} {thing}: time{stop}\nbread ^doesn't have {to_be} {adj}{stop}\nmy starter ^is "
        "{n} years old and it {fut_3} older than {first_name}{stop}\n{person} ate {n} {things} in {n} minutes{bang}\n"
        "closed on {day}. back {when_fut} with {filling} {things}{stop}\n{n} grams of flour, {share} water, {n} hours. "
        "{adj}{stop}\nif your {thing} ^is {adj}, blame {person}{stop}\n{shop} and {shop} share an oven now{bang}\n"
        "breakfast in {place}: {filling} {thing}, {filling} {thing}, regret{stop}\nbake at 220 for {n} minutes, then "
        "{vp_base}{stop}",
    },
    verbs="""bake bakes baked baked baking {filling} {things}
        knead kneads kneaded kneaded kneading the {filling} dough
        burn burns burned burned burning the {things}
        taste tastes tasted tasted tasting the {filling} {thing}
        drop drops dropped dropped dropping a tray of {things}
        sell sells sold sold selling {n} {things}
        slice slices sliced sliced slicing the {adj} {thing}
        eat eats ate eaten eating the last {thing}
        deliver delivers delivered delivered delivering {things} to {place}
        forget forgets forgot forgotten forgetting the salt
        queue queues queued queued queuing outside {shop}
        feed feeds fed fed feeding the starter
        weigh weighs weighed weighed weighing the flour
        order orders ordered ordered ordering {n} {filling} {things}
        open opens opened opened opening the shop in {street}
        smell smells smelled smelled smelling the {filling} {things}
        wait waits waited waited waiting for the dough""",
    tags=(
        "Sourdough",
        "baking",
        "FreshBread",
        "Crumbs",
        "RyeDay",
        "cakeoclock",
        "café",
        "PieWeek",
        "oven",
        "Flour",
    ),
    slogans=("#BreadFirst", "#SlowLoaf", "BREAD COMES FIRST"),
    emoji=("🥐", "🍞", "🧁", "😋", "🥧", "👩🏾‍🍳", "❤️"),
)

WEATHER = Topic(
    author="rain_gauge",
    rules={
        "role": "forecaster / gardener / sailor / farmer / cyclist / hiker / driver / skier / postman",
        "roles": "forecasters / sailors / farmers / cyclists / hikers / drivers / gulls / snow ploughs / walkers",
        "thing": "storm / front / frost / forecast / breeze / sunset / shower / umbrella / fog / heatwave / puddle / gust",
        "things": "clouds / showers / gusts / puddles / umbrellas / records / icicles / roads / warnings / coats / floods",
        "adj": "wet / windy / mild / bitter / dry / foggy / icy / bright / grey / stormy / freezing / humid / unusual / "
        "calm / severe",
        "degrees": "{digit} degrees / 1{digit} degrees / -{digit} degrees / 2{digit}.{digit} degrees",
        "own": "{place}: {degrees}, {adj} and {adj} {when_now}{stop}\n{n} mm of rain in {place} {when_past}{stop}\nwind "
        "from the north, gusts of {n} miles an hour near {place}{stop}\n{day} <will||be> {adj} in {place}, {adj} in "
        "{place}{stop}\nyellow warning for {place} until {clock}{bang}\n{station} says {adj}, my knee says {adj}{stop}\n"
        "coldest {day} in {place} for {n} years: {degrees}{stop}\nsunrise {clock}, sunset {clock}, {things} in "
        "between{stop}\n{share} chance of {things} {when_fut}{stop}\n{month} <has|never|been> this {adj} in {place}{stop}\n"
        "take the {adj} road past {place}: {things} everywhere{stop}\nsnow above {place}, {things} below{stop}\n"
        "it ^is {degrees} at {clock} and {person} ^is swimming{bang}\nmy {thing} forecast for {festival}: {adj}, with "
        "a hint of {person}{stop}\nnever trust a {adj} morning in {month}{stop}\nthe {thing} over {place} <is|being> "
        "watched{stop}",
    },
    verbs="""measure measures measured measured measuring the {things}
        expect expects expected expected expecting {adj} {things}
        blame blames blamed blamed blaming the {thing}
        forecast forecasts forecast forecast forecasting {adj} {things}
        clear clears cleared cleared clearing snow from {street}
        check checks checked checked checking the {thing}
        watch watches watched watched watching the {things} over {place}
        cross crosses crossed crossed crossing the {adj} bridge
        lose loses lost lost losing an umbrella in {place}
        cancel cancels cancelled cancelled cancelling the picnic
        photograph photographs photographed photographed photographing the {thing}
        curse curses cursed cursed cursing the {adj} {thing}
        shelter shelters sheltered sheltered sheltering from the {thing}
        report reports reported reported reporting {n} {things}
        enjoy enjoys enjoyed enjoyed enjoying the {adj} {thing}
        shovel shovels shovelled shovelled shovelling the {street} steps
        sail sails sailed sailed sailing through the {thing}""",
    tags=(
        "Snow",
        "StormWatch",
        "uksnow",
        "Forecast",
        "rain",
        "Heatwave",
        "Frost2019",
        "CloudSpotting",
        "windy",
        "Fog",
    ),
    slogans=("#WrapUpWarm", "WRAP UP WARM"),
    emoji=("☔", "❄️", "🌧️", "🌈", "☀️", "🥶", "🌬️"),
)
