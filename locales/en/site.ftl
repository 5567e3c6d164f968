# The site in English. The same keys, with the same arguments, stand in locales/zh-Hans/site.ftl.

# Times
weekday-1 = Mon
weekday-2 = Tue
weekday-3 = Wed
weekday-4 = Thu
weekday-5 = Fri
weekday-6 = Sat
weekday-7 = Sun
moment = { $weekday } { $day } { $month } { $year }, { $time }
time-of = { $time } in { $place }
both-times = { $first }; { $second }
age-now = less than an hour ago
age-hours = { $n ->
    [one] { $count } hour ago
   *[other] { $count } hours ago
  }
age-days = { $n ->
    [one] { $count } day ago
   *[other] { $count } days ago
  }
list-comma = {", "}

# Words that recur
side-first = first side
side-second = second side
go-on = Continue
save = Save
change = Change
details = All the details
to-front = To the front page
have-code = I have a code
take-part = Take part
sign-out = Sign out
nav-label = The desk
nav-desk = Desk
nav-approvals = Approvals
nav-people = People
nav-invitations = Invitations
nav-conversations = Conversations
nav-charter = Charter
nav-record = Record
footer-privacy = What is kept about you
footer-organisers = For organisers
role-organiser = organiser
role-deputy = deputy
role-moderator = moderator
role-translator = translator
role-observer = observer
signed-in-as = { $name }, { $role } for
format-public-conversation = Public conversation
format-sister-city = Sister city
format-youth-exchange = Youth exchange
format-delegation-visit = Delegation visit
format-track-1-5 = Track 1.5 dialogue
format-track-2 = Track 2 dialogue
stage-draft = being prepared
stage-open = open
stage-closed = closed
stage-deleted = deleted
not-yet-approved = This opens once both organisations have approved the charter.

# Front page
front-title = Beringia
front-heading = What we think, and what we think they think.
front-conversations = Conversations
front-days = { $from } to { $to }
front-how = How it works
front-how-1 = You answer
front-how-1-text = People on both sides read the same short statements, each in her own language, and agree, disagree, or pass.
front-how-2 = You predict
front-how-2-text = Of 100 people on the other side, sometimes on your own, how many agree? There is no right answer.
front-how-3 = Both sides see
front-how-3-text = When both organisations release the results, everybody sees what both sides share, and how far each had misjudged the other.
front-who = Who asks
front-payer = Who pays: { $payer }
front-keys = What binds both takes two keys: neither organisation can open, change, release or delete anything alone, and each holds receipts that show if the server did.
front-kept-title = What is kept about you
front-kept = Your answers are kept without your name, and what is published tells no figure about fewer than ten people. Answers are deleted on { $until }.
front-empty-title = Nothing is open here yet
front-empty = Two organisations are still agreeing on what this exchange will be. Come back with your invitation once they have.
demo-organise = Look at the organisers’ desk
demo-hint = This is an invented exchange on your own machine. Take part yourself:
demo-join = as somebody from { $side }
demo-eyes = An earlier round is closed and released. See it through the eyes of an invented person, who expected something of the other side:
demo-look = What surprised somebody in { $side }
demo-sign-in = In this invented exchange you may enter without a password.
enter-as = Enter as { $name }, { $role } for { $side }

# What is kept
privacy-title = What is kept about you
privacy-1-title = What is kept
privacy-1 = Your side, your age band, the language in which you read, your answers, your predictions, and which statements you were shown. Each answer carries its day, never the time. Once results are worked out, also where you stand on the map of opinions, which only you are shown. A sentence you say in your own words is kept with its language and your side alone, and nothing says that it is yours.
privacy-2-title = What is not kept
privacy-2 = No name, no address of yours or of your device, no kind of device, no birth date. Nothing joins the invitation you used to your answers.
privacy-3-title = Who sees it
privacy-3 = Organisers see how many people answered. If both sides allowed it before the conversation opened, they also see, while it runs, how many statements both sides share and a map in cells of ten people or more. Everything else stays hidden from everybody until both sides release results; then everybody sees figures of ten people or more. Single answers leave only if both organisations approve it, for people they name, under new numbers.
privacy-4-title = How long
privacy-4 = Until the day named when you agreed. The server then deletes the answers by itself.
privacy-5-title = What you can do
privacy-5 = See your answers, change them while the conversation is open, take a copy, and withdraw. When you withdraw, your answers are deleted here at once; copies kept for safety hold them until whoever runs the server deletes those copies. Figures that both sides have released by then stay.
privacy-6-title = What a cookie does
privacy-6 = A cookie remembers you, one guards forms, and one keeps the language you chose; all end when you close the browser. “Forget this device” removes the first at once. No other site is asked for anything.
privacy-7-title = What we cannot protect
privacy-7 = Whoever holds your unlocked phone while you answer can see what you see. Whoever watches the machine on which this runs, while you answer, could see that somebody answers. If you could be harmed by taking part, do not.

# Coming in
join-title = Enter your code
join-about = The code from your invitation, or the participation code you were given when you first came.
join-code = Your code
join-mistyped = This is not a whole code, or one of its symbols is mistyped. A code has sixteen letters and digits.
join-lost = Lost your participation code? Ask whoever invited you. Nobody can look it up; both organisations can agree on a new invitation.
invitation-title = You are invited
invitation-about = You were invited for { $side }. People there and in { $other } answer the same statements. It takes about ten minutes, and you may stop at any time.
invitation-unused = Looking at this page does not use your invitation. It is used only when you agree on the next page.
invitation-age-missing = Choose an age band.
age-question = How old are you?
age-why = Asked so that nobody under age takes part, and to see whether all ages are heard. Your birth date is never asked.
age-under-18 = under 18
age-18-24 = 18 to 24
age-25-39 = 25 to 39
age-40-59 = 40 to 59
age-60-over = 60 or over
consent-title = Before you begin
consent-first = Your answers are kept without your name on the server both organisations chose, and are deleted on { $until }.
consent-second = You can see and withdraw them at any time, and change them while the conversation is open.
consent-yes = I agree, begin
consent-no = Not now
consent-no-cost = If you do not agree, nothing is kept, and your invitation stays good.
welcome-title = Your participation code
welcome-code = With this code you come back on another device, and see or withdraw your answers. It is shown only now.
welcome-keep = Write it down or photograph it, where only you will find it. It holds no name.
welcome-begin = To the first statement

# Conversation
statement-title = A statement
answered = { $n ->
    [one] You have answered { $count }
   *[other] You have answered { $count }
  }
change-answer = Change your answer
leave-as-is = Leave it as it is
stop-here = Stop here for now
written-en = English
written-zh = Chinese
statement-approved = Written in { $written }. Translation approved by both sides.
statement-translated = Written in { $written }. Translation by the organisers of one side.
statement-from = Written in { $side }
original = Original
what-do-you-think = What do you think?
vote-agree = Agree
vote-disagree = Disagree
vote-pass = Pass
pass-means = “Pass” means you are not sure, or would rather not say. It is a full answer.
skip-statement = Leave this one for later
kept-line = Kept without your name. Organisers see only totals.
see-answers = See, change or withdraw your answers
prediction-title = Your prediction
prediction-question = Of 100 people in { $side }, how many agree?
you-chose-agree = Saved. You agree.
you-chose-disagree = Saved. You disagree.
you-chose-pass = Saved. You passed.
you-predicted = You expected { $share } of 100 in { $side } to agree.
nobody = nobody
everybody-of-them = everybody
or-type = or type a number
save-prediction = Save
skip-prediction = Skip
prediction-note = There is no right answer here; a feeling is enough.
pause-title = Stopped for now
pause = Everything you answered is saved. Come back with your participation code, on this device or another.
pause-next = Before you go
all-answered-title = You have answered every statement
all-answered = Thank you. Once the conversation has closed and both sides release the results, they are shown on this site, to everybody at once.
skipped-left = { $n ->
    [one] You left { $count } statement for later.
   *[other] You left { $count } statements for later.
  }
see-skipped = Look at them now

# Your answers
own-title = Your answers
own-why-code = Your participation code is asked again, in case somebody else holds this device.
own-code = Your participation code
own-code-wrong = This is not a participation code we know. The code of an invitation does not open answers.
own-none = No answers yet.
own-copy-title = A copy for yourself
own-copy = Your answers, your predictions and what you were shown, as a file.
own-copy-button = Take a copy
withdraw-title = Withdraw
withdraw-about = You can withdraw at any time. Your answers are then deleted, also from the next results.
withdraw-button = Withdraw
withdraw-sure = All your answers will be deleted now, and your code will open nothing any more. This cannot be undone.
withdraw-yes = Delete my answers
withdraw-no = Keep them
withdrawn-title = You have withdrawn
withdrawn = Your answers are deleted here. Copies kept for safety hold them until whoever runs the server deletes those copies. Thank you for having come.
forget-about = On a device that others use, let it forget you. Your answers stay; your participation code brings you back.
forget = Forget this device
forgotten-title = This device has forgotten you
forgotten = Your answers are saved. Your participation code brings you back.

# Accounts
link-title = Your account as an organiser
link-role = You were asked to be { $role } for the { $side }.
link-founding = You are the first organiser here.
link-order = Which side is yours?
link-order-hint = Names and figures of both sides always stand in one order. It means nothing else; the alphabet settles it well.
link-order-first = The side named first
link-order-second = The side named second
link-recovery = Choose a new password. Every other device is signed out, and your authenticator is removed.
link-name = Your name
link-name-hint = As you write it. Organisers on both sides see it.
login = User name or e-mail
password = Password
password-new = New password
password-again = The same password again
password-hint = At least { $least } characters. A sentence you will remember is best.
password-or-recovery = Or one of your printed recovery codes.
passwords-differ = The two passwords differ.
link-take = Begin
link-once = This link works once. Looking at this page does not use it.
recovery-title = Recovery codes
recovery-about = Print these or write them down. Each opens your account once, when your password is lost. They are shown only now.
recovery-kept = I have kept them
recovery-new-about = New codes replace all earlier ones.
recovery-new = Make new codes
sign-in-title = Sign in
sign-in = Sign in
second-code = Code of your authenticator
second-code-hint = Only if you have added one.
account-title = Your account
password-change = Change the password
password-old = Present password
password-changed = Saved. Every other device is signed out.
authenticator-title = Authenticator
authenticator-there = You use an authenticator. Adding one here replaces it.
authenticator-none = An authenticator on your phone asks for a second code when you sign in. Scan this, then type the code it shows.
authenticator-qr = QR code for your authenticator
authenticator-code = The code it shows now
authenticator-add = Add this authenticator
authenticator-added = Saved. From now on you sign in with a code of your authenticator.

# Desk
desk-waiting = { $n ->
    [one] One approval waits for you
   *[other] { $count } approvals wait for you
  }
desk-nothing-waits = Nothing waits for you
waits-for-you = Waits for your side’s key
waits-for-them = Waits for the other side’s key
waits-since = Asked { $age }
look-at-it = Look at it
steps-title = From here to the first vote
step-done = done
step-charter = Write the charter: names, sides, days, what is kept
step-other-side = Invite the other side’s organisation
step-ask-charter = Ask both sides to approve the charter
step-approve-charter = The other side approves the charter
step-conversation = Prepare a conversation
step-statements = Write its statements in both languages
step-invitations = Make invitations, each side for its own people
step-open = Open the conversation with two keys
going-title = Who came, of those invited
going-of = { $came } of { $invited }
going-counts = { $people } have answered; { $votes } votes, { $predictions } predictions.
going-replaced = { $n ->
    [one] { $count } lost code was replaced.
   *[other] { $count } lost codes were replaced.
  }
going-hidden = Counts are rounded down to tens while people answer, so that nobody is watched. What single statements got stays hidden from everybody until both sides release it.
starved-title = Is one side starved?
starved-shown = In { $side }, { $share } of 100 statements shown were written in { $other }.
starved-least = { $n ->
    [one] Every statement has at least { $count } answer in { $side }.
   *[other] Every statement has at least { $count } answers in { $side }.
  }
deadlock-title = If you disagree for long
deadlock = An open approval is shown to both sides with its age. Nothing happens by waiting. No answers leave, and no results are shown, before both sides have approved it.

# Approvals
approvals-about = What binds both sides takes a key from each. Whoever asks gives her side’s key with the asking.
approvals-none = Nothing was asked yet.
approvals-none-help = Approvals are asked for where they are needed: in the charter, in a conversation, among people.
approvals-open = Open
approvals-closed = Decided
approval-asked-by = Asked by { $side }
proposal-waiting = waiting for the other side
proposal-done = both keys given, done
proposal-refused = refused
proposal-taken-back = taken back
key-given = { $side } has approved
key-open = { $side } has not answered yet
keys-both = both keys: done
keys-one = one of two keys
keys-none = no key yet
change-charter = The charter of the exchange
change-open-conversation = Open the conversation “{ $title }”
change-close-conversation = Close the conversation “{ $title }”
change-change-rules = Change the rules of “{ $title }”
change-export = Let the rows of “{ $title }” leave
change-release-results = Release the results of “{ $title }”
change-delete-conversation = Delete the conversation “{ $title }”
change-appoint = One more { $role } for { $side }
change-dismiss = Somebody leaves the desk of { $side }
change-replace-codes = { $n ->
    [one] { $count } new invitation for a lost code in { $side }
   *[other] { $count } new invitations for lost codes in { $side }
  }
warning-charter = As soon as you approve, this holds for both sides. It can be changed only by both again.
warning-open-conversation = As soon as you approve, people can vote. A wording changed after that becomes a new version.
warning-close-conversation = As soon as you approve, nobody votes any more, and the tables are rewritten so that no order of arrival is left.
warning-change-rules = As soon as you approve, the new rules hold. What was answered before stays.
warning-export = As soon as you approve, organisers of either side can take the rows for the people named. What has left cannot be called back.
warning-release-results = As soon as you approve, everybody can read these results, on both sides at once. What has been read cannot be called back.
warning-delete-conversation = As soon as you approve, every answer is gone. This cannot be undone.
warning-appoint = As soon as you approve, that side can make one link for this role.
warning-dismiss = As soon as you approve, this person is signed out and has no role any more.
warning-replace-codes = As soon as you approve, the invitations are made. Somebody who did not lose a code could answer twice with one; their number is shown beside the results.
diff-title = What changes when both have approved
diff-what = What
diff-now = Now
diff-after = After
diff-stage = Stage
diff-recipients = Who gets the rows
diff-rows = Rows, under new numbers, without days or the language read in; of authors their side only
diff-rows-stay = stay here
diff-rows-leave = leave
diff-appoint = People of { $side } with this role: { $role }
diff-no-role = no role
diff-replacements = New invitations
approve-for = Approve for { $side }
refuse-open = Refuse, or ask for a change
refuse-reason = The reason, or what should be different
refuse = Refuse
take-back = Take it back
waits-for-key = Who can answer for the other side: { $names }
receipt-title = Your receipt
receipt-about = Keep it away from this server. It shows which approval your side gave, and lets you prove it if the record is ever changed.
receipt-take = Take your side’s receipt
export-take = Take the rows
appoint-take = Now make the one-time link

# Charter
charter-about = Write together what this exchange is. Nothing is open until both organisations have approved it.
charter-is-draft = This is a draft. It holds once both organisations have approved it.
charter-is-approved = Both organisations have approved this charter. A change takes both keys again.
charter-group-exchange = The exchange
charter-group-days = Days
charter-name = Name
charter-purpose = What it is for
charter-payer = Who pays
charter-field = Field
charter-format = Format
charter-side-name = Name of the side
charter-organisation = Organisation
charter-zone = Time zone
hint-charter-zone = For example Asia/Shanghai or America/Chicago.
charter-expected = People expected
hint-charter-expected = If a side expects fewer than 150, a prediction is asked after every vote.
charter-quota = Invitations at most
charter-begins = First day
charter-ends = Last day
charter-ballots-until = Answers are deleted on
hint-charter-ballots-until = Named to everybody who consents.
charter-of-side = { $what }, { $side }
charter-error-empty = Write this.
charter-error-same = The two sides need different names.
charter-error-zone = This is not a time zone.
charter-error-date = Choose a day.
charter-error-order = This day is too early.
charter-error-count = This number is not possible.
charter-errors = { $n ->
    [one] Saved as a draft. { $count } field still needs your attention.
   *[other] Saved as a draft. { $count } fields still need your attention.
  }
charter-saved = Saved as a draft.
charter-save = Save the draft
charter-ask = Save, and ask both sides to approve
charter-ask-about = Asking gives your side’s key. The other side sees every field, then approves or refuses.

# People
people-other-title = The other organisation
people-other = The { $side } has nobody yet. Make a link for its first organiser, and hand it over by a way you trust.
people-other-link = Make the link
people-nobody = Nobody yet.
people-recover = Lost password: make a link
people-dismiss = Ask to remove
people-add = A link for your side
people-add-about = Moderators and translators write statements and decide on them; observers look. A second organiser or a deputy takes two keys first.
people-role = Role
role-keyed = { $role } (once both sides have approved)
people-link = Make the link
people-ask = Ask for an organiser or a deputy
people-ask-about = A deputy gives your side’s key when its organiser is away. Each side has at most one.
people-ask-for = Ask for: { $role }
link-hand-over = It works once, within seven days. Hand it over by a way you trust; it is shown only now.
link-for-other-side = A link for the other side’s first organiser.
link-for-link = A link for your side.
link-for-recover = A link for a new password.

# Invitations
invitations-about = Each side invites its own people. An invitation is a link, a QR code and a typed code, all for one person.
invitations-none = No invitations yet.
batch-label = Your word for the batch
batch-label-hint = For example “choir, by post”. Participants never see it.
batch-side = Side
batch-size = Invitations
batch-used = used
batch-revoked = revoked
batch-until = open until
batch-new = New invitations for { $side }
batch-room = Room for { $room } more of { $quota }.
batch-make = Make them
batch-replacement = In place of lost codes
batch-counts = { $size } invitations, { $used } used, { $revoked } revoked, open until { $until }
batch-table = All as a table for a mail merge (CSV)
batch-code = Code
batch-link = Link
batch-state = State
batch-revoke-one = Revoke
batch-revoke-title = Revoke the rest
batch-revoke-about = What is still open in this batch opens nothing any more. Who has come stays.
batch-revoke = Revoke all that are open
invitation-open = open
invitation-given = handed out: open, or used by now
invitation-used = used
invitation-revoked = revoked
sheet-title = Invitations to print
sheet-a4 = Sheet to print, A4
sheet-letter = Sheet to print, Letter
card-invented = invented
card-heading = You are invited.
card-about = People in { $first } and in { $second } answer the same statements, and predict each other’s answers. It takes about ten minutes.
card-how = Scan, or open and type:
card-limits = For one person, until { $until }. Your answers are kept without your name.
replace-title = Lost codes
replace-about = Nobody can look up a participation code. With two keys your side gets new invitations; their number is shown beside the results, because somebody could use one to answer twice.
replace-count = How many
ask-for-keys = Ask for both keys

# Conversations
conversations-none = No conversation yet.
conversation-new = A new conversation
conversation-add = Prepare it
statements-count = { $n ->
    [one] { $count } statement
   *[other] { $count } statements
  }
rules-heading = Rules
rules-draft = While it is being prepared, either side may change these.
rules-keyed = A change takes both keys.
rules-title = Title
rules-about = What it is about
rules-labels = Is the side named that wrote a statement?
labels-half = at random, half of the time, so that the effect of the name can be told
labels-never = never
rules-entrance = Who gets in?
entrance-invitation = whoever has an invitation
entrance-open-link = whoever has the link of a side
entrance-warning = With an open link nobody can tell whether one person answers many times, or who she is. It lets people into every conversation that is open. Use it only where you could also ask in the street.
conversation-keys = Open and close
conversation-keys-about = Both take a key from each side.
ask-open = Ask to open
ask-close = Ask to close
ask-delete = Ask to delete
export-title = Rows that leave
export-about = With two keys, the rows leave as tables or as a Polis folder, for the people you name. beringia analyse reads both.
results-title = Results
results-reading = The server is working out the results: it is reading the answers.
results-computing = The server is working out the results: { $done } of { $of } measures are taken.
results-writing = The server is working out the results: it is writing them down.
results-failed = The results could not be worked out just now. The server tries again within a minute; the reason is in its log.
results-hidden = The results are worked out. Nobody sees them, not even you, until both sides release them.
results-released = Released by both sides.
results-of = Results of { $day }, released by both sides.
results-digest-about = Fingerprint that both sides approved: SHA-256 of the text in nonce.txt, a line break, and findings.json.
results-see = See the results
ask-release = Ask to release the results
diff-results = Results
diff-results-hidden = hidden from everybody
diff-results-public = everybody can read them
diff-results-digest = Fingerprint of the results
results-heading = { $n ->
    [one] Of one statement, both sides share { $shared }.
   *[other] Of { $count } statements, both sides share { $shared }.
 }
results-people = { $n ->
    [one] One person of { $side } answered.
   *[other] { $count } people of { $side } answered.
 }
results-people-few = Few people of { $side } answered.
results-shared = What both sides share
results-rejected = What both sides reject
results-divided = Where the sides differ
results-shares-mean = How many of 100 agree on each side; in brackets the 95 % interval (Wilson) and the number n of answers.
results-none = Nothing that is certain enough to be said.
results-report = The whole report
widget-title = On your own site
widget-about = This line shows the heading and up to three of the firmest common points on another site. It sets no cookie and loads nothing from elsewhere.
lines-all = All { $count } of them
results-data = Data
every-title = Statement by statement
every-lead = Each statement in both languages, with the shares of both sides and what each side expected of the other. Behind an expectation, in brackets, the 95 % interval of the mean (normal) and the number n of predictions.
every-all = everything
every-show = Show
every-field = Field
every-order = Order
every-order-number = by number
every-order-difference = widest difference first
every-order-misjudged = least expected first
every-apply = Apply
every-count = { $n ->
    [one] One statement.
   *[other] { $count } statements.
}
every-verdict-accepted = both sides agree
every-verdict-rejected = both sides disagree
every-verdict-divides = the sides differ
every-verdict-unclear = not certain
every-expected = { $side } expected { $share } of 100 on the other side to agree { $rests }.
every-previous = Earlier ones
every-next = Further ones
results-package = Everything in one file, to check
results-data-about = The same figures as files. Figures that could tell what few people said are left out everywhere alike.
share-over = over { $share }
share-few = too few
share-interval = ({ $low }–{ $high }, n { $n })
share-n = (n { $n })
share-under = under { $share }
surprise-title = Your biggest surprises
surprise-see = What surprised you?
surprise-place = { $place } of { $count }
surprise-expected = You expected { $share } of 100.
surprise-actual = It was { $share }.
surprise-line = you expected { $share }
surprise-more = { $points } more than you expected
surprise-fewer = { $points } fewer than you expected
surprise-more-at-least = at least { $points } more than you expected
surprise-fewer-at-least = at least { $points } fewer than you expected
surprise-inside = As far as it is told, as you expected.
surprise-same = As you expected.
surprise-people = Of 100 people in { $side }, so many agree.
surprise-interval = { $n ->
    [one] Between { $low } and { $high } (one answer, 95 % interval).
   *[other] Not certain: between { $low } and { $high } ({ $count } answers, 95 % interval).
 }
surprise-bound = { $n ->
    [one] One answer; no closer, so that nobody stands out.
   *[other] { $count } answers; it is not told more closely, so that nobody stands out.
 }
surprise-average = { $side } expected { $share } on average { $rests }.
surprise-score = { $n ->
    [one] Your one prediction about { $side } scores { $score } of 100; always saying 50 scores { $half }.
   *[other] Your { $count } predictions about { $side } score { $score } of 100; always saying 50 scores { $half }.
  }
surprise-score-side = People in { $side } score { $share } on average { $rests }.
surprise-score-about = A perfect guess scores 100; the further off, the more it costs (quadratic score). Yours counts only statements whose share is told exactly; in brackets the 95 % interval (Student’s t) and the number n of people.
surprise-next = Next
place-title = Where you stand
place-group = You stand in group { $number }. About { $share } of 100 people on the map are in it (95 % interval { $low }–{ $high }, Wilson, in steps of five; so that nobody stands out, their number is not told).
place-group-few = You stand in group { $number }.
place-between = You sit between the groups. With other statements you might be counted to another, so none is named for you.
place-no-groups = People differ here, but not in groups that can be told apart. The ring shows where you stand.
place-none = { $n ->
    [one] You are not on the map: a place needs at least one answer to its statements.
   *[other] You are not on the map: a place needs at least { $count } answers to its statements, or it would not be sure.
}
place-about = Each coloured cell holds ten people or more; the darker, the more. Where fewer stand, none is drawn. People who voted alike stand close together. The directions of the map have no meaning of their own. The ring is in the cell your own votes put you into, in both pictures.
place-kept = Only you see this ring. Your place is kept with your answers and deleted with them.
place-results = All results
surprise-end = What both sides share
export-recipients = Who gets them, by name
export-tables = Take the tables
export-polis = Take the Polis folder
copy-title = Your own side’s rows
copy-about = Both sides have approved that rows leave. Here are your own side’s alone, with the results if both sides have released them.
copy-take = Take the copy

# Statements
statements-title = Statements
statements-back = To the conversation
statements-none = No statements yet.
statements-none-help = Write the first ones below: type them, paste them, or read them from a table.
statement-version = version { $version }
status-accepted = shown
status-pending = waits for the other side
status-rejected = taken out
status-meta = about the conversation itself
translation-both = translation approved by both sides
translation-one = translation approved by one side
translation-approve = Approve the translation
statement-take-out = Take it out
statement-put-back = Put it back
statement-change = Change the words
statement-new = A new statement
statement-new-about = One short claim that people can agree or disagree with. No “and”, no question.
statement-original = Written in
statement-add = Add it
statements-paste = Paste several
statements-paste-about = One a line: English, then a tab or “|”, then Chinese.
statements-lines = Lines
statements-add = Add them
statements-file = From a table
statements-file-about = A CSV file with the columns statement, language, text, text_en or text_zh, and if you like field.
statement-added = Saved. The statement is added.
statements-added = Saved. The statements are added.
statement-changed = Saved. The words are changed.
statement-approved-now = Saved. Your side has approved this translation.
statement-out = Saved. The statement is taken out.
statement-back = Saved. The statement is put back.
pasted-wrong = A line has no tab and no “|” between the two languages. Line { $line }

# Record
record-about = Every act of organisers, each line sealed by the ones before it. No ballots, and no names in the record itself: they are looked up when shown.
record-latest = Latest in the record
record-all = The whole record
record-whole = Every line follows from the ones before it, and whatever needs two keys had two.
record-broken = This record was changed. Compare your receipts with the other side’s.
record-export = Take the record as a file
record-lines = The lines, latest first
record-when = When
record-what = What
record-head = Seal
record-who = { $name } ({ $side })
record-server = The server
fingerprints-title = Fingerprints of both organisations
fingerprints-about = Read these to each other by another way, for example by telephone. If you see different ones, somebody stands between you.
act-came = took the seat
act-recovered = got a new password
act-invite-organiser = made a link for the other side
act-link = made a link
act-recovery-link = made a link for a new password
act-password = changed the own password
act-recovery-codes = made new recovery codes
act-authenticator = added an authenticator
act-draft-charter = saved a draft of the charter
act-propose = asked for approval
act-approve = approved
act-refused = refused
act-taken-back = took it back
act-done = both keys given: done
act-granted = a role was granted
act-add-conversation = prepared a conversation
act-draft-rules = changed the draft of the rules
act-add-statements = added statements
act-wording = changed a wording
act-approve-wording = approved a translation
act-status = took out or put back a statement
act-invite = made invitations
act-see-codes = looked at invitation codes
act-revoke = revoked invitations
act-exported = took rows
act-own-copy = took a copy
act-ballots-deleted = deleted all answers

# When something does not work
error-title = This did not work
error-help = If you were filling in a form, go back in your browser: what you typed is still there.
error-busy = Too many answers arrive at once. Nothing was lost; try again in a moment.
error-disk-full = The server’s disk is full. This was not saved; tell the organisers.
error-read-only = The server cannot write its disk. This was not saved; tell the organisers.
error-own = The server made a mistake. It is written down for whoever runs it; nothing you did is at fault.
refusal-not-signed-in = Sign in first.
refusal-not-your-role = Your role does not allow this.
refusal-not-your-side = This belongs to the other side.
refusal-not-found = There is nothing at this address.
refusal-link-used = This link has been used or has expired. Ask whoever sent it for a new one.
refusal-wrong-password = The name or the password is not right.
refusal-wrong-second-code = The code of the authenticator is not right, or was used already. Wait for the next one.
refusal-password-short = The password is too short.
refusal-login-taken = Somebody has this user name already.
refusal-login-empty = Choose a user name.
refusal-name-empty = Write your name.
refusal-other-side-missing = The other side has nobody yet. Invite its organisation first.
refusal-other-side-there = The other side has its organiser already.
refusal-deputy-there = Your side has a deputy already.
refusal-last-organiser = A side needs at least one organiser.
refusal-not-approved-yet = Both sides have to approve this first.
refusal-already-decided = This was decided already.
refusal-already-given = Your side has given its key already.
refusal-same-as-now = This is what holds already.
refusal-asked-already = This was asked already and waits for an answer.
refusal-few-withdrew = Fewer than ten people have withdrawn since rows or results left last: by the difference, a new edition would show what they had answered.
refusal-has-left = Rows or results of this conversation have left, so it stays closed: by the difference, more answers would show who gave them.
refusal-changed-since = What this would change has changed since it was asked. Take it back or refuse it, and ask again.
refusal-day-consented = People have consented to the present day; answers cannot be kept longer.
refusal-no-statements = There are no statements yet.
refusal-no-results-yet = There are no results yet. The server works them out by itself once the conversation is closed.
refusal-stage-forbids = The conversation’s present stage does not allow this.
refusal-text-empty = Something is still empty.
refusal-text-long = This is too long.
refusal-too-many = This number is not possible here.
refusal-quota-used = There is no room: this would exceed the quota both sides approved.
refusal-day-past = This day is past.
refusal-code-unknown = We do not know this code. Check it symbol by symbol, or ask whoever invited you.
refusal-invitation-used = This code has been used. Ask whoever invited you for a new one, or enter your participation code.
refusal-invitation-revoked = This invitation was revoked. Ask whoever invited you.
refusal-invitation-expired = This invitation has expired. Ask whoever invited you for a new one.
refusal-not-open = The conversation is not open now.
refusal-underage = This exchange is for people of 18 and over. Thank you for wanting to take part; nothing was kept, and your invitation stays good.
refusal-form-old = This page is too old, or came from elsewhere. Load it again and repeat.
refusal-too-fast = Too many tries. Wait a few minutes, then try again.
refusal-withdrawn = You have withdrawn.
refusal-no-share = Choose a number from 0 to 100, or skip.
refusal-recipients-empty = Name the people who get the rows.

# Terminal
terminal-migrated = The database is up to date, at step { $steps }.
terminal-backed-up = Copied and checked: { $votes } votes, { $people } participations, { $lines } lines of the record.
terminal-restored = Restored and checked: { $votes } votes, { $people } participations, { $lines } lines of the record.
terminal-record-whole = The record is whole: { $lines } lines, { $changes } changes by two keys, head { $head }
terminal-receipt-fits = The receipt belongs to this record.
terminal-demo-serves = The invented exchange is at { $address } on this machine only. Stop with Ctrl-C; of the site it leaves nothing behind.

# A conversation that was held elsewhere.
bring-title = Bring a conversation held elsewhere
bring-about = A Polis export, or tables of your own, become a conversation here: closed, worked out by the server, and hidden until both sides release what it says.
bring-privacy = Rows are kept under new ids, without days and without other columns, and deleted on the day your charter names. Bring only what the people who answered were told might be analysed. They cannot withdraw here.
bring-choose = Files: CSV, or a ZIP of them, 64 MB at most
bring-look = Look at them
bring-preview = What it would be
bring-problem = It cannot be brought as it is:
bring-files = Files and columns
bring-files-about = Say which of their columns is which of ours. What is not named here is left out.
bring-words = What is their word for each choice?
bring-word-none = leave out
bring-words-title = Its title, and where it is from
bring-source = Where it is from
bring-source-about = Who held it, when and where; everybody who sees the results sees this.
bring-again = Look again
bring-do = Bring it here
bring-discard = Choose other files
bring-then = Nothing is kept until you bring it. Afterwards you can take it back, until its results are released or its rows leave.
bring-first = Which of these is { $side }?
bring-kind-unknown = not understood
bring-kind-votes = votes
bring-kind-statements = statements
bring-kind-participants = people and their sides
bring-kind-predictions = predictions
bring-kind-exposures = what was shown
bring-kind-about = about the conversation
bring-column-participant = Person
bring-column-statement = Number of the statement
bring-column-choice = Choice
bring-column-side = Side
bring-column-text = Words of the statement
bring-column-author-side = Side of its author
bring-column-about-side = Side a prediction is about
bring-column-share = Predicted share, of 100
bring-statements = { $n ->
    [one] { $count } statement
   *[other] { $count } statements
}
bring-votes = { $n ->
    [one] { $count } vote
   *[other] { $count } votes
}
bring-predictions = { $n ->
    [0] No predictions
    [one] { $count } prediction
   *[other] { $count } predictions
}
bring-people = { $n ->
    [one] { $count } person of { $side } (there: { $theirs })
   *[other] { $count } people of { $side } (there: { $theirs })
}
bring-unsided = { $n ->
    [one] { $count } person of neither side
   *[other] { $count } people of neither side
}
bring-lacks-en = { $n ->
    [one] { $count } statement has no English words; you can write them afterwards
   *[other] { $count } statements have no English words; you can write them afterwards
}
bring-lacks-zh = { $n ->
    [one] { $count } statement has no Chinese words; you can write them afterwards
   *[other] { $count } statements have no Chinese words; you can write them afterwards
}
brought-title = Held elsewhere
brought-about = Its people are not known here: they cannot answer again or withdraw here, and see no surprise of their own.
brought-from = Held elsewhere, brought here by { $side } on { $day }: { $source }
brought-from-host = Held elsewhere, brought here on { $day } by whoever runs this server: { $source }
brought-undo = Take it back
statement-unworded = Statement { $number }
results-unsided = What people said
refusal-held-elsewhere = This conversation was held elsewhere: its people are not here, so it cannot open.
refusal-source-empty = Say where the conversation is from.
refusal-files-missing = No files wait here: choose them again.
refusal-file-large = These files are too large: 64 MB at most, together and unpacked. Larger ones are brought with “beringia import” on the server.
refusal-archive-broken = This ZIP file cannot be opened.

# Pictures that can be pointed at; {level} and {side} are filled in by the page.
look-hint = Point at a mark, or choose the picture and walk with the arrow keys, to read what stands there.
look-cell = { "{side}" }: step { "{level}" } of 5, from few people to many
look-cell-alone = Step { "{level}" } of 5, from few people to many

# What a person says herself.
say-title = In your own words
say-about = Say in one sentence what surprised you, or what was not asked. Others can then agree or disagree with it.
say-words = Your sentence
say-privacy = Moderators of both sides read it first, as soon as you send it; they may reword it, translate it or leave it out. Others see the side it comes from, never who wrote it. Nothing that is kept says it was you, so it cannot be taken back. Whoever knows that you are writing just now may guess: send it when nobody does, name nobody, and tell nothing by which you would be known.
say-send = Send it
say-more = Say something else
say-missing = Something was not asked? Say it in your own words
say-surprise = Say what surprised me
say-surprise-where = As a statement in the conversation that is open now: { $title }
said-thanks = Thank you. It is kept.
said-then = Moderators of both sides look at it, and translate it; then others answer it.
refusal-said-enough = You have said three things here. Let others have a word, too.
refusal-translation-missing = Write it in both languages first: “Change the words” below it.

# Looks at an open conversation, and the work on results.
rules-looks = May organisers look while people still answer?
looks-never = no: nobody sees anything until both sides release it
looks-allowed = yes, roughly, and every look is in the record
looks-about = A look shows how many statements both sides share so far, and the map in coarse cells; no statement and no share. Another look shows more only once ten more people of each side have answered. People are told before they take part; later it can be forbidden, not allowed.
look-title = A look
look-about = Both sides have allowed organisers to look while people answer. Your look goes into the record.
look-do = Look now
look-since = { $n ->
    [one] As { $count } person had answered, on { $day }.
   *[other] As { $count } people had answered, on { $day }.
}
look-statements = { $n ->
    [one] { $count } statement
   *[other] { $count } statements
}
look-accepted = { $n ->
    [one] { $count } of them accepted on both sides
   *[other] { $count } of them accepted on both sides
}
look-rejected = { $n ->
    [one] { $count } rejected on both sides
   *[other] { $count } rejected on both sides
}
look-divides = { $n ->
    [one] { $count } divides the sides
   *[other] { $count } divide the sides
}
look-coarse = For organisers of both sides; not released, not to be passed on. It changes once ten more people of each side have answered.
look-no-map = There is no map yet that could be shown without showing few people.
work-stop = Stop working it out
work-again = Work it out now
results-stopped = An organiser stopped it. It waits until one of you begins it again, or until the server starts anew.
refusal-looks-not-allowed = Both sides have not allowed organisers to look while people answer.
refusal-looks-too-late = This is decided before a conversation opens: people came because nobody would look.
refusal-few-answered = Too few people have answered for a look: ten of each side at least.
act-import = brought a conversation held elsewhere
act-import-undone = took back a conversation held elsewhere
act-looked = looked at an open conversation
act-work-stopped = stopped the work on results
act-work-again = began the work on results again
bring-word-blank = (nothing)
consent-looks = Both sides allowed their organisers to see, while you answer, how many statements are shared and a coarse map; never what you answered.
refusal-said-by-many = Many sentences wait to be looked at here. Try again another day.
refusal-words-answered = These words were answered where the conversation was held; only their translation can change.
bring-no-votes = No table of votes is understood yet. Say below which column of your votes holds the person, which the statement, and which the choice.
brought-names = There, { $first } is called “{ $first_there }”, and { $second } “{ $second_there }”.
refusal-brought-before = Much the same statements were brought before. Take that conversation back first: two that differ by few people would tell what these few said.
