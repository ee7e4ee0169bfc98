"""The sentences that every author shares: who does what, when, and how it is said.

Notation of `grammar.Grammar`. A topic adds the verbs (`vp_…`), the people (`role`, `roles`), the things (`thing`,
`things`, `adj`) and whole sentences of its own (`own`). Every form of *be*, every modal, and *have* and *do* where
they are auxiliaries are marked; the same words as nouns or main verbs (a will, a can, *have a cake*) are not.
"""

PEOPLE = {
    "who": "{person} / {person} / {person} / {first_name} / the {role} / our {role} / my {kin} / someone from {place} "
    "/ the {role} from {place} / {mention} / that {mood} {role} / everybody at {street}",
    "we": "we / they / the {roles} / our {roles} / {first_name} and {first_name} / you / people in {place} / all {n} "
    "{roles} / my {kin} and {first_name} / the {roles} of {place} / {person} and {person} / some {roles}",
    "kin": "brother / sister / mother / dad / neighbour / uncle / aunt / boss / cousin / daughter / grandmother / son",
    "mood": "proud / tired / ready / hungry / nervous / grateful / optimistic / lost / patient / furious / hopeful / "
    "confused / happy / busy / early / careful / frank / surprised",
    "group": "everyone / friends / folks / neighbours / you lovely lot / {roles}",
    "nationality": "Danish / French / Italian / Norwegian / Spanish",
}

TIMES = {
    "when_past": "- / yesterday / last {day} / on {day} / in {month} / last night / this morning / twice last year / "
    "before breakfast / after the rain / in {place} / at {street} / {n} minutes ago / for the {nth} time / just "
    "before {clock} / without a word / on live radio / against all advice / with {person} / in front of {n} people",
    "when_fut": "- / tomorrow / on {day} / this {day} / next {day} / in {month} / tonight / before {festival} / from "
    "{clock} / by the end of {month} / at {street} / in {place} / soon / one day / with {person} / next summer / "
    "around {clock} on {day} / whatever the weather",
    "when_now": "right now / today / again / as we speak / this week / at last / in {place} / all day / in the rain / "
    "with {first_name} / - / quietly / for once / until {clock} / 'til {clock}",
    "since": "- / since {month} / since {day} / for {n} years / all week / for hours / since we left {place} / lately",
    "often": "always / never / often / rarely / sometimes / still / usually / hardly ever / secretly",
    "already": "already / just / finally / never / - / nearly / actually / now",
    "adverb": "always / never / really / still / not / quietly / soon / definitely / probably / often / never really / "
    "not always / truly",
    "day": "[Monday] / [Tuesday] / [Wednesday] / [Thursday] / [Friday] / [Saturday] / [Sunday]",
    "month": "[January] / [February] / [March] / [April] / [May] / [June] / [July] / [August] / [September] / "
    "[October] / [November] / [December]",
    "festival": "[Christmas] / [Easter] / the weekend / the holidays / lunch / winter",
    "clock": "{hour}:30 / {hour}pm / {hour}am / {hour}:15 / noon / midnight / half past {hour}",
    "hour": "1 / 2 / 3 / 4 / 5 / 6 / 7 / 8 / 9 / 10 / 11 / 12",
    "n": "two / three / five / seven / a dozen / 40 / 100 / 1,200 / {digit}{digit} / {digit} / 3{digit}0 / ten",
    "digit": "2 / 3 / 4 / 5 / 6 / 7 / 8 / 9",
    "nth": "1st / 2nd / 3rd / {digit}th / first / second / 1{digit}th / hundredth",
    "share": "{digit}{digit}% / {digit}.{digit}% / {digit}% / half / a third / 100%",
    "price": "${digit}.{digit}0 / £{digit} / ${digit}{digit},500 / £{digit}{digit}0 / €{digit}{digit}",
}

# What follows "wants", "needs", "going", and the auxiliaries that govern a form of "be".
BE = {
    "to_be": "<to||be> / <to||be> / <to|{adverb}|be>",
    "fut": "<will||be> / <will||be> / <will|{adverb}|be> / <won't||be> / <won't|{always}|be> / {modal_be} / "
    "<will|not|be> / <could|^'ve|been> / <would|never ^have|been> / <must|^have|been>",
    "modal_be": "<{modal}||be> / <{modal}|{adverb}|be> / <{modal_not}||be> / <{modal}|^have|been>",
    "modal": "could / should / would / might / may / must / can",
    "modal_not": "couldn't / shouldn't / wouldn't / can't",
    "always": "always / ever / even",
    "fut_3": "{fut} / {fut} / <is|going to|be> / <isn't|going to|be> / <is|gonna|be> / <ain't|gonna|be> / "
    "<was|supposed to|be>",
    "fut_p": "{fut} / {fut} / <are|going to|be> / <aren't|going to|be> / <are|gonna|be> / <ain't|gonna|be>",
    "perf_3": "<has||been> / <has|{adverb}|been> / <hasn't||been> / <has|never|been> / <had||been> / <had|{adverb}|been>",
    "perf_p": "<have||been> / <have|{adverb}|been> / <haven't||been> / <have|never|been> / <had|always|been>",
    "i_be": "I<'ve||been> / I<'ve|{adverb}|been> / I<'ll||be> / I<'ll|{adverb}|be> / I<'d||be> / I<'m|gonna|be> / "
    "I<'m|going to|be> / I <haven't||been> / I <won't||be> / I<'m|{adverb} going to|be> / I <will|{adverb}|be>",
    "it_be": "it<'s||been> / it<'ll||be> / it {fut_3} / it<'s|{adverb}|been> / that<'ll||be> / this {fut_3} / "
    "it<'d||be> / it {perf_3} / what happened {perf_3} / that <must|^have|been>",
    "being": "<is||being> / <isn't||being> / <was||being> / <is|{adverb}|being>",
    "being_p": "<are||being> / <aren't||being> / <were||being> / <are|{adverb}|being>",
}

STATEMENTS = {
    "what": "the {thing} / this {thing} / our {thing} / {person}'s {thing} / the {adj} {thing} / my {kin}'s {thing} / "
    "that {thing} from {place} / every {thing} in {place} / the {nationality} {thing}",
    "whats": "the {things} / these {things} / our {things} / {n} {things} / {first_name}'s {things} / {adj} {things} / "
    "all the {things} in {place} / the {roles}' {things}",
    "adjp": "{adj} / really {adj} / {adj} and {adj} / so {adj} / a little {adj} / not {adj} / {adj} again / far too "
    "{adj} / {adj} enough for {who} / as {adj} as ever / more {adj} than {what} / anything but {adj}",
    "s": "{who} {vp_past} {when_past}\n{who} {vp_past} {when_past}\n{we} {vp_past} {when_past}\n{who} {often} {vp_3}\n"
    "{who} ^is {vp_ing} {when_now}\n{who} {fut_3} {vp_ing} {when_fut}\n{who} {perf_3} {vp_ing} {since}\n"
    "{who} ^has {already} {vp_done}\n{who} ^didn't {vp_base} {when_past}\n{who} ^will {vp_base} {when_fut}\n"
    "{who} ^can {vp_base} {when_fut}\n{who} ^doesn't {vp_base} anymore\n{who} {perf_3} {mood} {since}\n"
    "{who} wants {to_be} {mood} {when_fut}\n{who} wants {to_be} a {role}\n{who} {being} {mood} {when_now}\n"
    "{we} ^are {vp_ing} {when_now}\n{we} {fut_p} {vp_ing} {when_fut}\n{we} {perf_p} {vp_ing} {since}\n"
    "{we} ^have {already} {vp_done}\n{we} ^don't {vp_base} {when_now}\n{we} ^should {vp_base} {when_fut}\n"
    "{we} deserve {to_be} {mood}\n{we} used {to_be} {mood}\n{we} {being_p} {mood} {when_now}\n"
    "I {vp_past} {when_past}\nI {vp_past} and {vp_past}\nI^'m {vp_ing} {when_now}\n{i_be} {vp_ing} {since}\n"
    "{i_be} {mood}\nI ^can't wait to {vp_base} {when_fut}\nI^'d love to {vp_base} {when_fut}\nI^'ve {already} {vp_done}\n"
    "{what} ^is {adjp}\n{what} ^was {adjp} {when_past}\n{what} {fut_3} {adj} {when_fut}\n{what} {perf_3} {adj} {since}\n"
    "{what} needs {to_be} {adj}\n{whats} ^are {adjp}\n{whats} ^were {adjp} {when_past}\n{whats} {fut_p} {adj}\n"
    "{whats} {perf_p} {adj} {since}\n{it_be} {adj} {when_fut}\n{it_be} a {adj} {thing}\nit^'s {adjp}\n"
    "that^'s the {nth} {thing} {since}\nnothing ^is more {adj} than {what}\n{who}, who {vp_past} {when_past}, ^is "
    "{mood}\n{who} has {n} {things} and a {adj} {thing}\n{we} have a {adj} {thing} {when_now}\n"
    "I have to {vp_base} {when_fut}\n{who} has {to_be} {mood} {when_fut}\nit takes a {adj} {thing} to {vp_base}\n"
    "{share} of the {roles} {vp_past} {when_past}\nthe {things} cost {price} {when_now}\n{who} paid {price} for {what}\n"
    "{we} do the {things} ourselves\nthe will to {vp_base} ^is {adj}\na can of soup and {what}: that^'s lunch\n"
    "{who} left {what} at {street}\n{who} met {person} at {street} {when_past}\nthe {role} told {person} about {what}\n"
    "{what} beats {what} by {share}\n{person} of {station} talked about {what} {when_past}\n{what} reminds me of "
    "{person}\nnobody in {place} wants to {vp_base}",
    "complex": "{s} / {s} / {s} / {s} / {s}, and {s} / {s}, but {s} / {s} because {s} / if {s}, {s} / when {s}, {s} / "
    "{opener}, {s} / {opener}, {s} / I think {s} / {person} says {s} / {s} -- {s} / {s}; {s} / {s}, {tail} / "
    "I hope {s} / {s} (and {s}) / they say {s} / {s}, so {s} / {s} while {s}",
    "opener": "honestly / in the end / once more / no wonder / for the record / funny how / good news / sad news / by the "
    "way / as promised / at this point / fun fact / well / yes / no / of course / just in / update / wow / sorry / "
    "thanks to {person} / after {n} years / here in {place} / on a {adj} {day}",
    "tail": "as usual / of course / believe me / I promise / and I mean it / no joke / if you ask {person} / which ^is "
    "{adj} / <to||be> {be_fair} / thank you {group} / you know / again / sadly / and rightly so",
    "be_fair": "fair / honest / clear / blunt",
    "question": "^did {we} {vp_base} {when_past}? / ^do you {often} {vp_base}? / who ^is {vp_ing} {when_now}? / ^is {what} "
    "{adj} or ^is it {adj}? / ^are {we} {vp_ing} {when_now}? / ^will {we} {vp_base} {when_fut}? / ^can {we} {vp_base} "
    "{when_fut}? / why ^does {who} {often} {vp_base}? / how many {things} ^can {we} {vp_base} {when_fut}? / ^has "
    "{who} {already} {vp_done}? / which {thing} ^is the most {adj}? / what^'s a {thing} worth to you? / who wants to "
    "{vp_base} {when_fut}? / ^would you {vp_base} for {price}? / who^'s {mood} {when_now}? / does anybody in {place} "
    "have a {thing}? / remember when {s}? / ^could {who} {vp_base} {when_fut}?! / ^am I the only one who ^has {vp_done}?",
    "order": "{vp_base} {when_fut} / please {vp_base} {when_fut} / ^don't forget to {vp_base} {when_fut} / let's {vp_base} "
    "{when_fut} / never {vp_base} without {what} / ^be {mood}, {group} / come and {vp_base} {when_fut} / mark your "
    "calendars: {s} / hope to see you at {street} {when_fut} / remember to {vp_base} / tell {person} that {s} / "
    "bill me for {what} / ^may the best {role} win {when_fut} / go and {vp_base} with {person} / ^don't {vp_base} "
    "{when_fut} / stop {vp_ing} / rose early to {vp_base} / reading about {what} {when_now} / help {who} {vp_base}",
    "cheer": "what a {adj} {thing} / congratulations to {person} on the {adj} {thing} / thank you {who} for the {things} / "
    "happy birthday, {person} / so {adj} / many thanks to the {roles} / good luck, {person} / welcome back, {person} / "
    "{n} {things} in {n} minutes / {adj} {things}, {adj} {roles} / best {thing} in {place} / wow, {what} / great "
    "work by {person} and the {roles} / no {thing}, no {thing} / from {place} with {things} / good morning {place} / "
    "{person} and {person}: {adj} / just {adj} / hello {group}, {s} / one more {thing} and {s}",
    "stop": ". / . / . / . / ! / ! / !! / ... / !!! / .",
    "bang": "! / ! / !! / !!! / . / ...",
    "ask": "{question} / {question} / {question}??",
    "sentence": "{complex}{stop} / {complex}{stop} / {complex}{stop} / {complex}{stop} / {complex}{stop} / {question} / "
    "{order}{bang} / {cheer}{bang} / {own} / {own} / {own}",
    "short": "{s}{stop} / {cheer}{bang} / {order}{bang} / {question} / {own}",
}

COMMENTS = {
    "comment": "thank you / so true / I agree / {adj} / great / wow / nice / not really / {s} / {s} / cheers, {person} / "
    "good point / well said, {person} / keep going / see you {when_fut} / thanks {group} / so {adj} / see you at "
    "{street} / that^'s {adj} / working on it / no / yes / never",
    "said": "said / says / told me / wrote / whispered / keeps saying / shouted",
    "remark": "{s} / {s} / no {thing} without {things} / {order} / {adj} {things} / I^'m {mood} / {what} ^is {adj}",
    "label": "{adj} {thing} / {things} / {role} / {adj} / {roles} / fresh {thing} / {thing}",
    "speech": "{who} {said}: ❝{remark}❞ / as {person} {said}, ❝{remark}❞ / ❝{remark}❞ - {person} / ❝{remark}❞, {said} "
    "{person} / {who} calls {what} a ❝{label}❞ / so much for the ❝{label}❞ of {place} / ❝{remark}❞ {who} {said} / "
    "the so-called ❝{label}❞ ^is {adj} / my {kin} {said} ❝{remark}❞ and left / I^'ve never understood the word "
    "❝{adj}❞ / what ^does ❝{label}❞ mean? / {s}. ❝{remark}❞ / ❝{remark}❞ ^is all that {person} {said}",
    "nested": "❝{who} {said} ❛{label}❜ and {vp_past}❞ / ❝my {kin} {said} ❛{remark}❜ {when_past}❞ - {person}",
}

COMMON = {**PEOPLE, **TIMES, **BE, **STATEMENTS, **COMMENTS}
