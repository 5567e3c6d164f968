# Beringia in English. The same keys, with the same arguments, stand in locales/zh-Hans/beringia.ftl.

# Numbers and dates
over-ninety = over 90 %
under-ten = under 10 %
too-few = too few
range-to = { $value } ({ $low } to { $high })
below-a-thousandth = < 0.001
date = { $day } { $month } { $year }
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

# Words that recur
agree = agree
disagree = disagree
pass = pass
everybody = everybody
people = people
people-of = people in { $side }
votes = votes
predictions = predictions
statements = statements
quote = “{ $text }”
about-side = about { $side }
agree-in = agree in { $side }
invented-tag = Invented example
invented-sentence = Invented example: these places and people do not exist.
skip = Skip to the content
contents = In this report
audience-public = For everybody: figures that could point to few people are withheld.
audience-internal = Internal: for the organisers, who already hold the answers. Please do not share.
statement-without-text = Statement { $id }
field-culture = culture
field-education = education
field-tourism = tourism
field-health = health
field-media = media
field-think-tanks = think tanks
field-youth = youth
field-women = women
field-business = business
field-other = other

# First page
title-sides = What { $first } and { $second } think, and what they think of each other
title-plain = What people think
one-minute = The first page, to be read in one minute.
caution-title = What these results do not show.
caution-sides = These are the people who took part. They do not stand for everybody in { $first } or { $second }, unless they were drawn by lot. Both sides count equally, whatever their numbers.
caution-all = These are the people who took part. They do not stand for a whole public, unless they were drawn by lot.
ground-untested = Too few answers to test any statement: 20 on each side are needed.
ground-none = Both sides together accept none of the { $tested } statements by test.
ground-accepted = Both sides accept { $accepted } of the { $tested } statements.
ground-divide = { $n ->
    [one] One divides them.
   *[other] { $count } divide them.
  }
ground-no-divide = None divides them clearly.
firmest-one = Strongest agreement: { $one }
firmest-two = Strongest agreement: { $one } and { $two }
ground-error = Each was tested on both sides, by a method under which at most { $rate } of such claims are wrong on average.
misjudgement-none = What each side expects of the other
misjudgement-low-low = Each side underestimates how many on the other side agree.
misjudgement-high-high = Each side overestimates how many on the other side agree.
misjudgement-close-close = On average neither side misjudges the other clearly.
misjudgement-low-high = { $first } underestimates how many agree in { $second }, { $second } overestimates { $first }.
misjudgement-high-low = { $second } underestimates how many agree in { $first }, { $first } overestimates { $second }.
misjudgement-low-close = { $first } underestimates how many agree in { $second }.
misjudgement-close-low = { $second } underestimates how many agree in { $first }.
misjudgement-high-close = { $first } overestimates how many agree in { $second }.
misjudgement-close-high = { $second } overestimates how many agree in { $first }.
expected-on-ground = On the statements that both accept:
expected-on-all = On average over all statements:
expected-on-ground-told = On those statements that both accept and of which everything may be told:
expected-on-all-told = On average over the statements of which everything may be told:
expected-actual = { $holder } expected { $expected } of 100 people in { $about } to agree; { $actual } do.
close-means = Where no direction is named, the difference is not clearly different from zero.
widest = { $holder } was furthest off on { $text }
headline-no-predictions = Nobody was asked what the other side thinks.
headline-few-predictions = Too few predictions to say how the sides misjudge each other.
no-predictions-how = Whoever votes can also predict how many of the other side agree. With a predictions.csv (participant, statement, about_side, share) this report shows how the sides misjudge each other.
divide-more = People from different sides differ more often than people from one side.
divide-same = People from different sides differ no more often, as far as can be told, than people from one side.
divide-text = Two people in { $first } answer differently { $within1 } times in 100, two people in { $second } { $within2 } times, and one from each { $between } times.
divide-too-few = Too few answers to say where disagreement lies.
divide-too-few-how = At least 30 people on each side and one statement with 20 answers on both are needed.
divide-untold-how = At least 30 people on each side are needed, and 20 statements with 20 answers on both: over fewer, single answers could be worked out.
pair-within = two people in { $side }
pair-between = one from each
see-bridge = See the bridge of all statements
see-misjudgement = See who misjudged what
see-asked = See who was asked
see-diversity = See the diversity of each side
see-statements = See what people agree on
majorities = More than half agree on { $agree } of { $tested } statements.
majorities-more = On { $disagree } more than half disagree. Each was tested, with false claims kept in check.
most-split = People are most divided on one statement.
most-split-text = Of 100 people, { $agree } agree and { $disagree } disagree.
answered-text = Half of the people answered at least { $median } of the { $statements } statements.
answered-warns = There are signs that who answered depends on what people think.
answered-no-sign = There is no sign that who answered depends on opinion.
answered-untested = Too few people to tell whether who answered depends on opinion.

# Sections
section-asked = What was asked, and of whom
section-ground = Common ground
section-differ = Where the sides differ
section-misjudgement = What each side got wrong about the other
section-diversity = Diversity inside each side
section-exposure = What people were shown
section-views = What people think
section-all = All statements
section-methods = Methods and provenance

# What was asked
missing-title = Read with care.
missing-warns = There are signs that who answered depends on what people think: people of one view answered more than others. The shares below may be off by more than their intervals say.
missing-no-sign = Tests find no sign that who answered depends on opinion. They cannot see people who never came.
missing-untested = There are too few people to test whether who answered depends on opinion.
no-sides-title = To compare sides, add one table.
no-sides-how = The input does not say who belongs to which side, so common ground and misjudgement between two sides cannot be shown. Add a participants.csv with the columns participant and side: beringia analyse … --sides participants.csv
asked-caption = Who took part
asked-people = people who voted
asked-median = answers of a person, median
asked-votes = votes
asked-replaced = votes replaced by a later one
asked-predictions = predictions
asked-statements = statements
asked-moderated = of which moderated out
staircase-title = Who answered how many
staircase-subtitle = Not everybody answered everything.
staircase-label = { $side }, { $people }
staircase-axis = answered at least this many statements
staircase-description = A line for each side: the share of its people who answered at least this many statements. The median is in the table of who took part.
answers-title = How many answers each statement has
answers-subtitle = Below 20 a figure says “too few”, never a number.
answers-axis = answers per statement; dotted: 20
answers-description = One mark for each statement, placed by its number of answers, side by side. The numbers are in the table of all statements.

# Common ground
ground-lead = A statement is common ground only if a test says that more than half agree on each side, and fewer than a third pass.
ground-too-few = No statement has 20 answers on both sides, so nothing can be claimed yet.
too-few-title = Too few people to show a figure.
bridge-name = The bridge
bridge-subtitle = Each mark is one statement, placed by how many agree in { $first } (across) and in { $second } (up), of 100 people.
bridge-description = Statements by the share that agrees in { $first } (across) and in { $second } (up), with 95 % intervals. The table of all statements has the same numbers.
bridge-axis = Agree in { $side }
bridge-common-ground = Common ground
bridge-both-reject = Both reject
bridge-only = only { $side } agrees
bridge-legend-accepted = { $count } accepted on both sides
bridge-legend-rejected = { $count } rejected on both
bridge-legend-divides = { $count } divide the sides
bridge-legend-unclear = { $count } without a clear result
bridge-legend-interval = 95 % interval of each side
verdict-accepted = accepted by both
verdict-rejected = rejected by both
verdict-divides = divide the sides
verdict-unclear = no clear result
small-verdicts-name = How many statements are what to both sides
small-shares-name = Shares with their intervals
small-shares-description = Of 100. The whisker is the 95 % interval. The same figures stand in the tables.
column-number = no.
column-statement = statement
column-product = product
column-q = q
column-difference = difference
column-expected = { $holder } expected of { $about }
table-accepted = Accepted on both sides, the firmest first
table-rejected = Rejected on both sides, the firmest first
surprising-title = Common ground that was not expected
surprising-lead = Both sides accept these, and at least one expected clearly less of the other. They are the best place to begin a conversation.
table-surprising = What was expected, and the actual answers
rejected-title = Rejected on both sides
shortlist-title = A shortlist of which each side owns half
shortlist-lead = Chosen so that as many people as possible, on both sides alike, find statements of theirs on it. It is a list for talking, not a claim that everybody agrees.
table-shortlist-told = From the shortlist, as far as it may be told, in the order of the statements
table-shortlist = Shortlist, in order of choice

# Differences
differ-lead = Statements on which more agree on one side and more disagree on the other, by a test.
differ-none = On no statement is it shown that the sides lean in opposite directions.
table-differences = All statements that divide the sides
bars-name = Agree, disagree, pass
bars-subtitle = Colour says which side, texture says which choice: full agrees, hatched disagrees, empty passes. The whisker is the 95 % interval.
bars-subtitle-all = Full agrees, hatched disagrees, empty passes. The whisker is the 95 % interval.
bars-description = Diverging bars for each statement: disagree to the left, agree to the right, pass apart. The table of all statements has the same numbers.
rest-not-told = the rest is not told apart

# Misjudgement
misjudgement-lead = Whoever voted was also asked: of 100 people over there who answer, how many agree? Here is what they expected, and the actual answers.
misjudgement-told = So that nobody's answer can be worked out, these figures rest on those statements alone of which everything they need is told here: not on those that few answered, nor on those on which nearly everybody or hardly anybody on a side agrees, or is expected to.
gaps-untold = Of no statement may both be told, what was expected and what is so: at least 20 predictions and 20 answers are needed, and neither side nearly of one mind.
gaps-too-few = No statement has 20 predictions and 20 answers. What can be said over all statements together stands in the tables.
arrows-name = The misjudgement arrows
arrows-subtitle = { $first } was clearly too low on { $firstlow } statements and too high on { $firsthigh }; { $second } too low on { $secondlow } and too high on { $secondhigh }. Shown: the widest misjudgements and the closest.
arrows-heading = What { $holder } expected of { $about }
arrows-expected = expected
arrows-actual = actual
arrows-axis = of 100 people, this many agree
arrows-closest = Judged best by both sides
arrows-description = For each statement an arrow from the mean prediction to the actual share: { $first } about { $second } on the left, { $second } about { $first } on the right, with 95 % intervals. The table of all gaps has the same numbers.
too-low = too low
too-high = too high
close = close
column-measure = measure
column-figure = figure (95 % interval)
column-meaning = what it says
table-directed = { $holder } about { $about }
measure-pooled = gap over all predictions, in points
measure-on-ground = gap on common ground, in points
measure-m2 = M², mean squared gap without noise
measure-shift = shift a
measure-hedging = slope g
measure-uniformity = perceived uniformity U
measure-polarisation = false polarisation, in points
measure-excess = misjudgement beyond that of the own side, in points
measure-score = score of predictions
meaning-pooled = Below zero: { $holder } expects less agreement in { $about } than there is.
meaning-on-ground = The same on the statements that { $holder } and { $about } both accept.
meaning-m2 = A typical misjudgement is { $points } points, once chance is taken out.
meaning-m2-untold = At least 50 people on each side are needed, and 20 statements of which everything may be told.
meaning-m2-few = At least 50 people on each side and 20 statements are needed.
meaning-shift = Below zero: { $holder } expects less agreement in { $about } on everything, common and rare views alike.
meaning-hedging = 1: no caution. Below 1: { $holder } draws guesses about { $about } towards the middle, which is caution rather than misjudgement.
meaning-uniformity = Above zero: { $holder } believes { $about } to be more of one mind than it is.
meaning-polarisation = Above zero: { $holder } believes itself and { $about } to be further apart than they are.
meaning-excess = Above zero: { $holder } misjudges { $about } more than it misjudges itself.
meaning-score = From 0 to 1, higher is better. Always saying 50 of 100 would have scored { $always }.
table-by-field = Gap by field, in points
column-field = field
table-own-side = Statements on which a side is wrong about itself
column-side = side
column-believed = believes
column-actual = actual
column-gap = gap
column-n = n
table-gaps = All gaps, the widest first

# Diversity
diversity-lead = Neither side is of one mind. These figures say how often two people answer differently.
table-diversity = Over { $statements } statements with enough answers on both sides
measure-within = disagreement within { $side }
measure-between = disagreement between the sides
measure-divide = divide index F
measure-opinions = effective number of opinions in { $side }
measure-entropy = entropy in { $side }
meaning-within = Of 100 pairs of people of this side, this many answer differently.
meaning-between = Of 100 pairs with one person from each side, this many answer differently.
meaning-divide = 0: the sides cannot be told apart. 1: two uniform opposite blocks.
meaning-opinions = From 1, all answer alike, to 3, agree, disagree and pass equally often.
meaning-entropy = From 0, all answer alike, to 1, all three answers equally often.
time-title = Over time
time-name = Disagreement within each side over time
time-subtitle = Of 100 pairs of people of a side, this many answered differently, in the votes of each period. Bars are 95 % intervals. Other people answered in each period: a change need not be a change of mind.
time-axis = period beginning on
time-description = Disagreement within each side by period, with 95 % intervals. The table of periods has the same numbers.
table-time = Diversity by period
column-period = period
split-title = On these statements people split most evenly

# Exposure
exposure-lead = A conversation can only build bridges if each side sees what the other wrote.
table-shown = Who was shown whose statements
shown-to = shown to { $side }
shown-pool = all statements
written-in = written in { $side }
table-exposure = Measures of exposure
measure-isolation = isolation
measure-exposure-entropy = variety of what a person saw in { $side }, median / lowest tenth
measure-gini = inequality between statements in { $side } (Gini)
measure-label = effect of showing the author’s side on { $side }, in points
meaning-isolation = −1 to 1; 0: both sides see the same mix.
meaning-exposure-entropy = 1: half of what a person saw came from each side. 0: all from one.
meaning-gini = 0: every statement is shown equally often.
meaning-label = Below zero: the same statement finds less agreement when people see that it comes from the other side.

# Without sides
views-lead = What most people agree on, what most reject, and what splits them.
views-agree = Most agree
views-disagree = Most disagree
views-split = Most evenly split
views-too-few = No statement has 20 answers.

# All statements
all-lead = Moderated-out statements are listed but not counted.
table-all = All statements as a table
column-id = id
column-votes = votes
column-votes-in = votes in { $side }
column-result = result
result-accepted = accepted by both
result-rejected = rejected by both
result-divides = divides the sides
result-unclear = no clear result
result-moderated = moderated out
result-majority-agree = most agree
result-majority-disagree = most disagree

# Methods
methods-lead = Every figure can be computed again from the same answers, to the last digit.
method-shares = Shares count passes in their base. Intervals of shares are 95 % Wilson intervals; the two sides count equally, whatever their numbers. (docs/methods/agreement.md)
method-ground = Common ground: on each side the one-sided 90 % lower bound of the share lies above one half and fewer than a third pass; the larger of two mid-p values is held against false discoveries (Benjamini–Hochberg). Rejection is the same with disagreement. A statement divides the sides if more agree than disagree on one and more disagree than agree on the other, and their shares of agreement differ by test. (docs/methods/common-ground.md)
method-gap = Misjudgement is the mean prediction minus the actual share. Over many statements its square is taken with the noise removed; errors come from leaving out one person at a time. (docs/methods/misjudgement.md)
method-diversity = Disagreement is the chance that two people answer differently, counted without bias; errors come from leaving out one person at a time. (docs/methods/diversity.md)
method-missing = Three tests ask whether who answered goes with what people think; the report warns where one of them says so at 1 in 100. (docs/methods/missingness.md)
method-few = Below 20 answers or 20 predictions on a statement, and below 50 or 30 people on a side for figures over many statements, it says “too few”. (docs/methods/least-numbers.md)
method-guard = This edition is for everybody: no figure rests on fewer than 10 people, a share over 90 % or under 10 % is told as a bound, and what could be computed back is withheld too. (docs/methods/disclosure.md)
provenance-line = Fingerprint { $digest }, Beringia { $version }.
provenance-title = Where these figures come from
provenance-digest = fingerprint of the answers (SHA-256)
provenance-digest-public = fingerprint of this edition (SHA-256)
provenance-version = version
provenance-files = files read
provenance-fdr = false discovery rate
provenance-pass = greatest share of passes
provenance-shortlist = length of the shortlist
provenance-weights = weights
provenance-no-weights = none
notes-title = Remarks on the input
source-sides = Answers of { $firstcount } people in { $first } and { $secondcount } in { $second }.
source-all = Answers of { $voters } people.
source-predictions = Predictions: { $firstcount } by people in { $first }, { $secondcount } by people in { $second }. Bands are 95 % intervals; an arrow is drawn only where the gap is clearly different from zero.
days = Answered from { $first } to { $last }.

# Terminal
progress-reading = reading
progress-analysing = analysing
terminal-report = The report is at { $path }
terminal-invented = Invented: { $people } people, { $statements } statements, { $votes } votes, { $predictions } predictions, with their truth, in { $path }
terminal-converted = Written to { $path }
terminal-people-sides = { $firstcount } people in { $first }, { $secondcount } in { $second }.
terminal-people = { $people } people.
terminal-counts = { $votes } votes on { $statements } statements, { $predictions } predictions.
note-columns = { $file }: these columns are not read: { $columns }
note-not-read = { $file }: no table of a conversation; not read
note-gb18030 = { $file } is written in GB18030 and was read as such
note-sign-checked = Polis votes: checked against the counts beside the votes; 1 means agree
note-sign-turned = Polis votes: the counts beside the votes say that -1 means agree here; it was read so
note-sign-unchecked = Polis votes: nothing beside the votes says which sign means agree; 1 was taken
note-without-text = { $n ->
    [one] One statement has votes but no row among the statements; it is kept, without its text
   *[other] { $count } statements have votes but no row among the statements; they are kept, without their texts
  }
note-without-side = { $n ->
    [one] One person is not in participants.csv and counts in “everybody” only
   *[other] { $count } people are not in participants.csv and count in “everybody” only
  }
note-predictions-without-side = { $n ->
    [one] One prediction is by a person without a side and is about nobody’s other side; it does not count
   *[other] { $count } predictions are by people without a side and about nobody’s other side; they do not count
  }
note-authors = { $n ->
    [one] One statement names a side of its author that is none of the two; the author’s side is left out
   *[other] { $count } statements name a side of their author that is none of the two; the author’s side is left out
  }
note-unknown-side = conversation.csv speaks of the side “{ $name }”, and nobody belongs to it
note-fractions = predictions.csv holds only 0 and 1, read as 0 and 1 of 100 people; if they are fractions, multiply by 100
loss-sides = Left out: who belongs to which side
loss-predictions = { $n ->
    [one] Left out: one prediction
   *[other] Left out: { $count } predictions
  }
loss-exposures = { $n ->
    [one] Left out: one exposure
   *[other] Left out: { $count } exposures
  }
loss-translations = { $n ->
    [one] Left out: one translation
   *[other] Left out: { $count } translations
  }
loss-details = Left out: authors’ sides, languages and fields of statements
loss-weights = Left out: weights
loss-people-ids = Participants have no numbers as ids; they were numbered afresh from 0
loss-statement-ids = Statements have no numbers as ids; they were numbered afresh from 0
loss-attributes = Left out: attributes of participants: { $columns }
loss-language = Left out: the language in which statements were shown
loss-authors = Left out on purpose: authors of statements, because they join a text to a ballot; Polis’s own groups and counts
loss-times = Left out on purpose: times finer than a day
loss-replaced = { $n ->
    [one] Left out: one vote that a later one replaced
   *[other] Left out: { $count } votes that later ones replaced
  }

## The opinion map and groups
section-groups = The opinion map
groups-lead = People who voted alike stand close together. Whether they form groups is asked before any is drawn: would other statements have put them together, too?
map-name = The opinion map
map-subtitle = Each mark is a person. People who voted alike stand close together. The directions of the map have no meaning of their own.
map-subtitle-cells = Each cell holds ten people or more; the darker, the more. People who voted alike stand close together. The directions of the map have no meaning of their own.
map-person = a person in { $side }
map-dashed = dashed: the group shades into the other
map-few = few
map-many = many
group-name = Group { $number }
group-share = { $share } of 100 people
groups-untold = Too few answers for a map of opinions.
groups-none = People differ, but not in groups.
groups-tendency =
    Leanings towards { $n ->
        [2] two
        [3] three
        [4] four
        [5] five
       *[other] { $count }
    } groups, which other statements could redraw.
groups-gradual =
    { $n ->
        [2] Two
        [3] Three
        [4] Four
        [5] Five
       *[other] { $count }
    } groups that shade into each other.
groups-gradual-across =
    { $n ->
        [2] Two
        [3] Three
        [4] Four
        [5] Five
       *[other] { $count }
    } groups that shade into each other, and cut across both sides.
groups-distinct =
    { $n ->
        [2] Two
        [3] Three
        [4] Four
        [5] Five
       *[other] { $count }
    } groups, clearly apart.
groups-distinct-across =
    { $n ->
        [2] Two
        [3] Three
        [4] Four
        [5] Five
       *[other] { $count }
    } groups, clearly apart, that cut across both sides.
groups-as-sides = The groups on the map are the two sides.
groups-none-title = What this means
groups-none-text = Answers differ from person to person and from statement to statement, yet knowing some of them tells little about the others. So nobody is put into a group. Read statement by statement instead.
groups-asked-for = These groups were asked for. Other statements would have made others, so read statement by statement first.
groups-are-sides = These groups are nearly the same as the two sides, so that what marks them is told where the sides differ.
groups-too-few-people = Groups need at least { $needed } people with enough answers.
groups-too-few-statements = A map needs at least { $needed } statements with answers.
groups-no-map = Too few have answered enough for a map.
groups-source = { $people } people with at least { $votes } answers to { $statements } statements.
groups-source-public = People with at least { $votes } answers to { $statements } statements.
groups-explained = The two directions hold { $first } % and { $second } % of all variance.
groups-structure-told = When the votes are dealt anew { $deals } times, so much structure comes about by chance with a probability of { $p } at most.
groups-structure = The first direction holds { $share } %, and at most { $most } % when the votes are dealt anew { $deals } times (p { $p }).
firmness-title = How firm are the groups?
verdict-none = none
verdict-tendency = tendency
verdict-gradual = gradual
verdict-distinct = distinct
firmness-same = Of 100 people on the map, { $same } land in the same group when the other half of the statements decides; chance alone would give { $chance }.
firmness-border = { $near } of 100 sit near a border.
firmness-none = Cut into { $k }, of 100 people on the map { $same } would land in the same group when the other half of the statements decides.
firmness-chance = Chance alone would give { $chance }.
firmness-untold = Too few people or statements to say.
readiness-title = Readiness to agree.
readiness-first = The first direction of the map is mostly how readily people agree with anything (correlation { $correlation }), which is a matter of style. Once readiness is taken out, the first direction of the new map has a correlation of { $without } with the old one.
readiness-second = The second direction of the map is mostly how readily people agree with anything (correlation { $correlation }), which is a matter of style.
table-who = Of 100 people on the map, how many are in each group
column-group = group
marks-title = What marks the groups
marks-text = Each statement was tested with groups that were formed without it, and all tests together at a false discovery rate of 5 %. The firmest differences come first.
marks-untold = Of the statements whose figures may be told, none is shown to mark a group.
marks-none = No statement is shown to mark a group.
table-marks = Group { $number } against everybody else
column-direction = more of them
column-inside = in the group
column-outside = outside
column-apart = difference in points, 95 % interval
choice-agree = agree
choice-disagree = disagree
table-reliability = How firm each number of groups would be
column-k = groups
column-kappa = reliability (κ), 90 % interval
column-same = of 100 people, in the same group
column-stepped-up = stepped up to all statements
polis-title = As Polis has it
polis-text = Polis always finds at least two groups and tests them with the votes that made them. How firm they are stands beside the map.
table-representative = What Polis shows for group { $number }
table-consensus = What Polis shows as held by everybody
table-polis = Group-informed agreement and priority, statement by statement
column-group-informed = group-informed agreement
column-priority = priority
method-groups = The map is a principal component analysis in which a missing vote takes the statement’s mean. Groups are k-means; unless Polis’s rules or a number were asked for, their number is the one whose groups agree best (Cohen’s κ) between random halves of the statements. The verdict follows from the lower end of the 90 % interval of κ at that number. What marks groups is tested with groups formed without the statement. (docs/methods/opinion-groups.md)
provenance-seed = seed of resampling
groups-not-formed = { $count } groups of enough people cannot be formed.
groups-alike = On these statements people do not differ.
groups-unsure = Whether people form groups cannot be said.
groups-unsure-text = Answers hang together, but too loosely, or on too few people and statements, to say who belongs with whom. So nobody is put into a group. Read statement by statement instead.
groups-withheld = There are groups, too small to be told here.
groups-rest-on = How firm the groups are rests on { $people } people.
column-on-map = on the map
column-chance = by chance
provenance-cut = number of groups
provenance-firmness = thresholds of firmness
cut-most-reliable = by reliability
cut-wanted = as asked for
cut-polis = by Polis’s rules

# A released package, checked line by line.
check-listed = { $n ->
    [one] { $count } file is as listed
   *[other] { $count } files are as listed, and none is missing
}
check-listed-not = Not as listed: { $wrong }
check-findings = The findings are complete and in their own form
check-findings-not = The findings hold something that is none of theirs: { $wrong }
check-tables = { $n ->
    [one] { $count } table follows from the findings, counts of groups apart
   *[other] { $count } tables follow from the findings, counts of groups apart
}
check-tables-not = Tables that do not follow from the findings: { $wrong }
check-reports = { $n ->
    [one] { $count } report follows from the findings to the last byte
   *[other] { $count } reports follow from the findings to the last byte
}
check-reports-not = Reports that do not follow from the findings: { $wrong }
check-anew = { $n ->
    [one] { $count } file is the same when made anew from the rows
   *[other] { $count } files are the same when made anew from the rows
}
check-anew-not = Not the same when made anew from the rows: { $wrong }
check-fingerprint = The fingerprint is the one you named
check-fingerprint-not = The fingerprint is another than the one you named: { $wrong }
package-wrong = the package is not what it says
package-other-version = Another version of Beringia made this package, which may word its reports otherwise; they were not compared.
package-about =
    Fingerprint { $fingerprint }
    Snapshot    { $snapshot }
    Made by Beringia { $version }
check-shares = { $n ->
    [one] { $count } share and its interval follow from its counts
   *[other] { $count } shares and their intervals follow from their counts
}
check-shares-not = Shares that do not follow from their counts, in statements { $wrong }
check-both = { $n ->
    [one] { $count } mean of both sides follows
   *[other] { $count } means of both sides follow
}
check-both-not = Means of both sides that do not follow, in statements { $wrong }
check-differences = { $n ->
    [one] { $count } difference of the sides follows
   *[other] { $count } differences of the sides follow
}
check-differences-not = Differences of the sides that do not follow, in statements { $wrong }
check-claims = { $n ->
    [one] { $count } figure of common ground follows
   *[other] { $count } figures of common ground follow
}
check-claims-not = Figures of common ground that do not follow, in statements { $wrong }
check-verdicts = { $n ->
    [one] { $count } verdict is that of its marks
   *[other] { $count } verdicts are those of their marks
}
check-verdicts-not = Verdicts that are not those of their marks, in statements { $wrong }
check-gaps = { $n ->
    [one] { $count } figure of misjudgement follows
   *[other] { $count } figures of misjudgement follow
}
check-gaps-not = Figures of misjudgement that do not follow, in statements { $wrong }
check-pooled = { $n ->
    [one] { $count } average of misjudgement follows
   *[other] { $count } averages of misjudgement follow
}
check-pooled-not = Averages of misjudgement that do not follow: { $wrong }
check-headlines = The findings on the first page follow
check-headlines-not = The findings on the first page do not follow
check-counts = The numbers of shared, rejected and dividing statements follow
check-counts-not = The numbers of shared, rejected and dividing statements do not follow

terminal-imported = Conversation { $number } is there, and hidden. The server works out what it says at its next start; both sides release it.
terminal-import-undone = Conversation { $number } is taken back.
terminal-import-columns = { $file } is not understood. Its columns are: { $columns }. Say which of them are ours with --column.

# A lottery, on the terminal
draw-pool = { $people } people applied for { $seats } seats.
draw-least = The smallest chance is { $fraction }, that is { $percent } %; with equal chances it would be { $equal } %.
draw-tightest = No lottery can give everybody more than { $max } in { $people }: of { $quota } { $people } applied, and at most { $max } can come.
draw-proof-full = Nobody's chance can be raised without lowering that of somebody who has as little or less; multipliers prove it, and delegations are known that give these chances to within { $gap }.
draw-proof-computed = Nobody's chance can be raised without lowering that of somebody who has as little or less; this was computed to the end, and no short proof exists. Gap { $gap }.
draw-proof-open = The search for better chances ended at its limit: these are good chances, and better ones are not excluded. Gap { $gap }.
draw-off = A thousand tickets give everybody her chance to within { $off } tickets.
draw-sure = In every possible delegation: { $people }.
draw-never = In no possible delegation, because under these quotas none could include them: { $people }. They are possible alternates.
draw-never-kind = { $n } × { $who }
draw-never-bounds = in the way: { $bounds }
draw-never-change = would let one in: { $change }
draw-written = Written to { $folder }
draw-step-level = smallest chance { $chance } · { $n } settled
draw-step-left = delegations · gap { $gap }
draw-step-columns = delegations beyond the quotas' own promise
draw-step-tickets = tickets
draw-clash = No delegation keeps all quotas.
draw-short = { $quota }: at least { $wanted } are wanted, and { $could } could come together.
draw-bounds = These { $n } limits cannot all be kept; without any one of them they could:
draw-bound-seats = the number of seats
draw-bound-min = { $quota }: at least { $bound }
draw-bound-max = { $quota }: at most { $bound }
draw-changes = The least that helps (any one line):
draw-changes-flex = The least that helps within what the file allows (any one line):
draw-changes-beyond = What the file allows is not enough. The least that helps beyond it (any one line):
draw-lower = { $quota } from at least { $from } to at least { $to }
draw-raise = { $quota } from at most { $from } to at most { $to }
draw-change = { $changes }  (weight { $cost })
draw-smaller = Or a smaller delegation: { $seats } seats would do.
draw-secret = The secret is in { $file }; nobody but you may see it until you open it.
    Hand over this digest: { $hash }
draw-committed = Committed, in { $folder }
    Digest of everything that is fixed: { $digest }
    Read aloud: { $short }
    Publish public.jsonl at once; both keepers approve.
draw-approved = Keeper { $keeper } approved.
draw-revealed = Keeper { $keeper }'s secret is open.
draw-drawn = Ticket { $ticket }
    Seed { $seed }
    In the delegation: { $numbers }
draw-replaced = Called: { $numbers }
draw-mine = { $n ->
    [one] { $number } is in { $n } of 1,000 tickets: { $tickets }
   *[other] { $number } is in { $n } of 1,000 tickets: { $tickets }
  }
draw-not-given = {"  "}(not given)
draw-compare = Compare by hand: { $named } must have been { $value }
draw-check-summary = What everybody sees of chances is what the auditors’ file says
draw-check-summary-not = What everybody sees of chances is not what the auditors’ file says
draw-right = Nothing is wrong with what could be checked.
draw-compare-commitment = Compare by hand, with what both sides published before the draw: commitment { $commitment }; secrets of A { $a } and of B { $b }
draw-not-believed = the account is not to be believed
draw-check-rules = Rules, pool, chances, tickets and seal are there, in this order, before anything was drawn
draw-check-rules-not = Rules, pool, chances, tickets and seal are not all there in their order
draw-check-tickets = A thousand tickets, each of so many different known people
draw-check-tickets-not = There are not a thousand tickets of so many different known people
draw-check-approvals = Both keepers approved exactly this
draw-check-approvals-not = A keeper approved something else
draw-check-reveals = Both secrets are those whose digests were committed
draw-check-reveals-not = A secret is not the one whose digest was committed
draw-check-times = Commitment, approvals, secrets and the deciding value follow each other in time
draw-check-times-not = Something was done before or after the time at which it had to be done
draw-check-draw = Seed and ticket follow from commitment, secrets and value
draw-check-draw-not = Seed or ticket do not follow from commitment, secrets and value
draw-check-delegation = The delegation is the drawn line
draw-check-delegation-not = The delegation is not the drawn line
draw-check-sealed = What the auditors have is what was sealed
draw-check-sealed-not = What the auditors have is not what was sealed
draw-check-quotas = Every ticket keeps every quota, and one per household
draw-check-quotas-not = A ticket breaks a quota, or has two of one household
draw-check-counts = Everybody is in as many tickets as her chance says, give or take one
draw-check-counts-not = Somebody is in more or fewer tickets than her chance says
draw-check-chances = Multipliers prove that no lottery gives the least more
draw-check-chances-not = The multipliers do not prove the chances
draw-check-plan = Worked out anew, the tickets are the same
draw-check-plan-not = Worked out anew, the tickets are others
draw-check-replacements = Whoever stepped in is whom the order of call names
draw-check-replacements-not = Somebody stepped in whom the order of call does not name
draw-check-continues = It goes on where the account before it ended: the same people and quotas, who stays must come, who left must not
draw-check-continues-not = It does not go on where the account before it ended
draw-check-receipt = The receipt belongs to this number
draw-check-receipt-not = The receipt does not belong to this number

# A lottery, on paper and screen
lottery-name = A delegation by lottery
lottery-plan-heading = Everybody's chance, before anything is drawn
lottery-plan-aside = { $n } people applied for { $seats } seats.
lottery-plan-notice = For organisers: these pictures count small groups. Nothing is drawn here, and nobody can know from this who will be.
lottery-plan-foot = Chances are LEXIMIN: the smallest as large as the quotas allow, then the next. Numbers and methods are in plan.json.
lottery-heading-committed = Everything is fixed. Nothing is drawn yet.
lottery-heading-drawn = The draw is done.
lottery-aside = { $title }: { $seats } seats, { $n } people applied.
lottery-step-fixed = Fixed before, by both
lottery-step-sealed = Sealed by each, then opened
lottery-step-chance = Then chance, from outside
lottery-digest = all rules, lists and tickets
lottery-committed = committed
lottery-approved = { $keeper } approved
lottery-hash = { $keeper }: sealed number
lottery-revealed = { $keeper }: opened
lottery-lapsed = not in time; counts as empty
lottery-open = not yet
lottery-source = decided by
lottery-due = due
lottery-value = its value
lottery-seed = all together: the seed
lottery-ticket = Line { $ticket } of 1,000 was drawn, each as likely as any other.
lottery-people = In the delegation: { $n }
lottery-people-of = { $side }: { $n } of { $people } who applied
lottery-replaced = Who stepped in
lottery-replaced-line = { $out } → { $in }
lottery-cause-declined = declined
lottery-cause-withdrew = withdrew
lottery-cause-no-answer = gave no answer
lottery-cause-not-eligible = not eligible
lottery-proven = The smallest chance is { $least } ({ $fraction }). It is proven that no lottery under these quotas gives everybody more.
lottery-computed = The smallest chance is { $least } ({ $fraction }). It was computed that no lottery under these quotas gives everybody more; no short proof exists.
lottery-unproven = The smallest chance is { $least } ({ $fraction }). That no lottery gives everybody more was not shown.
lottery-never = { $n ->
    [one] One person is in no possible delegation.
   *[other] { $n } people are in no possible delegation.
  }
lottery-never-few = A few people, fewer than ten, are in no possible delegation.
lottery-chances-title = Everybody's chance before the draw
lottery-chances-read = One step for people with the same chance, from the least to the most.
lottery-chances-lead = Quotas make chances unequal: where few with a feature applied, each of them is needed more. The lottery makes the smallest chance as large as it can be.
lottery-curve = { $n } applied; least chance { $least }
lottery-curve-of = { $side }, { $n } applied: least chance { $least }
lottery-axis = people, the least chance first
lottery-equal = dotted: the same chance for everybody, without quotas
lottery-equal-here = equal chance
lottery-histogram-title = How chances are spread
lottery-histogram-read = The area of a bar is its people, whose number stands above it; at least ten in each, so that nobody can be picked out.
lottery-histogram-axis = chance of being drawn
lottery-fit-title = The quotas, and who comes
lottery-fit-read = Box: the least and the most. Mark: how many came, or are to be expected before the draw.
lottery-fit-lead = Every ticket keeps every quota, so the delegation does, whichever ticket is drawn.
lottery-pool-title = From those who applied to those who come
lottery-pool-read = Ring: share among those who applied. Disc: share in the delegation.
lottery-pool-lead = Whoever applies is rarely like the public. The quotas move the delegation towards it.
lottery-as-table = The same as a table
lottery-head-chance = Chance
lottery-head-people = People
lottery-head-side = Side
lottery-head-least = Least
lottery-head-middle = Middle
lottery-head-most = Most
lottery-head-equal = Equal chance
lottery-head-quota = Quota
lottery-head-applied = Applied
lottery-head-share-pool = Share of those who applied
lottery-head-share-came = Share of the delegation
lottery-head-bounds = Least–most
lottery-head-came = Came, or expected
lottery-redo = Redo it yourself
lottery-redo-text = Anybody can check this account on a machine of their own; the second program is some four hundred lines of Python that share nothing with the first.
lottery-redo-auditors = Auditors check more: every quota on every ticket, everybody's chance, and its proof.
lottery-auditors-notice = For the auditors both sides named, and for nobody else: what is here tells who shares features with whom.
lottery-auditors-foot = Numbers stand for people; their names are not here.
lottery-foot = Numbers stand for people. Their names are in no account; everybody who applied got her own number, and can find it.
