projects-title = Livelihood projects
projects-title-rest = livelihood projects
projects-lead = { $count ->
    [one] One project, chosen by the deputies' ballot and announced.
   *[other] { $count } projects, chosen by the deputies' ballot and announced.
}
projects-filter = By service area
projects-all = All
projects-without-field = No service area given
projects-none = There are no projects yet
projects-none-when = They are published here once the deputies have chosen them, the tally certificate (计票报告单) has been signed and the presidium has announced the result.
projects-see-candidates = See the candidates
project-year = { $year }
project-promise = What the deputies decided
project-certificate = Tally certificate
project-votes = Votes
project-votes-shown = { $approvals } approvals; place { $rank }
project-promoted = Adopted as a project on
project-progress = Progress
project-progress-none = The responsible units have not reported yet.

projects-lead-done = Completed: { $done }.
projects-filter-light = Filter by progress
projects-filter-unit = Filter by unit
projects-more-filters = Filter by service area or unit
project-this-month = This month:{" "}
lead-unit = Lead unit
lead-unit-none = No lead unit is named yet
lead-unit-name = Unit
lead-unit-save = Name the lead unit
optional = optional
back = Back
keep-draft = Keep as draft

light-red = Behind (滞后)
light-yellow = Slightly behind
light-green = On schedule (按序推进)
light-done = Done and accepted
light-none = Not measured
light-why-accepted = The target is reached and a second person accepted it.
light-why-awaits-acceptance = The target is reached; acceptance is awaited.
light-why-not-accepted = The target is reached; it was not accepted, and a new report is awaited.
light-why-on-plan = { $planned }% was planned by now, { $actual }% is done.
light-why-behind = { $points } points behind the plan ({ $planned }% planned, { $actual }% done).
light-why-milestone-missed = The milestone of { $on } asks for { $due }; { $actual } is reached.
light-why-remaining = { $left } remain to be cleared.
light-why-no-report = No report for { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}.
light-why-made-up = The report for { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} was filed late.
light-why-unmade = Monthly reports still missing: { $count }; the first is for { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}.
light-why-left-over = From { $on } on no more than { $most } may be left; there are { $left }.
light-why-not-due = The first report is due by { $until }; nothing counts as behind before that.
light-why-no-plan = Measured once the plan is published.
light-why-suspended = Suspended by decision of the standing committee.
light-why-terminated = Terminated by decision of the standing committee.
light-history = How the lights changed

item-actual = Done to date
item-share = Share
item-light = Progress
item-as-of = as of { $day }
item-left = { $left } left
item-first-target = first { $target }
item-planned-by = { $planned }% planned by { $day }
item-first-planned = { $planned }% by the first plan
project-bar = Mean of the sub-items: planned { $planned }%, done { $actual }% ({ $day })
project-bar-unplanned = Mean of the sub-items: done { $actual }%; nothing is planned now
project-progress-earlier = Earlier progress ({ $count })
item-bar = Planned { $planned }%, done { $actual }%
item-bar-unplanned = Done { $actual }%; nothing is planned now
bar-done = { $actual }% done
bar-planned = { $planned }% planned
bar-unplanned = no plan counts now
legend-actual = done (mean of the sub-items)
legend-planned = planned by now
next-date = Next milestone
next-date-said = { $day }
next-date-none = No milestone ahead
jump-label = On this page
project-proof = The certificate behind it
project-lagging = Sub-items behind
unit-answers = { $count ->
    [one] responsible for one sub-item
   *[other] responsible for { $count } sub-items
}
unit-awaited = { $count ->
    [one] one report of this month is still to come
   *[other] { $count } reports of this month are still to come
}
unit-projects = Projects it takes part in
unit-projects-note = The lights below are of whole projects, other units’ sub-items included.
places-no-street = No street given
places-on-map = on the map

course-title = Plan and actual
course-legend = The broken line is the plan, the solid one what was done, from the first report on; the level line is the target.
course-table = See the numbers
course-day = Day
course-planned = Planned
course-actual = Done
month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = Jun
month-7 = Jul
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec

plan-title = Implementation plan
plan-version = Plan version
plan-leader = Person in charge
plan-leader-hint = Name and office.
plan-supporting = Supporting units
plan-source = Source of funds
plan-money = Funding
plan-money-said = budget { $budget } × 10,000 yuan, paid { $paid } × 10,000 yuan
plan-sources = Sources of funds and amounts (万元)
plan-sources-hint = One a line, first the source and then its amount in units of 10,000 yuan, such as “District budget 2000” or “Subsidy 1500.5”. Together they are the budget.
plan-source-said = { $amount } × 10,000 yuan
money-paid = { $share }% paid ({ $paid } of { $budget } × 10,000 yuan)
money-done = { $done }% of the work done
money-even = Payments keep pace with the work ({ $paid }% paid, { $done }% done).
money-money-ahead = Payments are ahead of the work ({ $paid }% paid, { $done }% done).
money-work-ahead = Payments are behind the work ({ $paid }% paid, { $done }% done).
money-course = Money and work
money-course-even = in step
money-course-money-ahead = money ahead of work
money-course-work-ahead = work ahead of money
money-done-share = share done
money-all = All
plan-budget = Budget (万元)
plan-paid = Paid (万元)
plan-safeguards = Safeguards
plan-made = Version
plan-made-said = version { $version }, prepared by { $name } on { $day }
plan-published-said = published { $day }
plan-old = Version { $version } (replaced)
plan-target-hint = The target is what was voted on; it changes only by an adjustment.
plan-milestones = Milestones
plan-milestones-hint = One a line: day, quantity to that day, words, separated by spaces. Such as { $year }-06-30 40 first batch
plan-milestones-hint-zero = Optional. One a line: day, how much may be left from that day on, words, separated by spaces; more than that is behind. Such as { $year }-06-30 20 half of them cleared
plan-last-year = Last year's figure
plan-address = Place
plan-north = North (degrees)
plan-east = East (degrees)
plan-consequence = Once handed in, the secretariat checks it and publishes it.
plan-changes = Changes:
plan-change-target = Target
plan-change-milestone = Milestone
plan-change-unit = Responsible unit
plan-change-coordinates = Coordinates
plan-change-leader = Leader
plan-change-supporting = Supporting units
plan-change-source = Source of funds
plan-change-budget = Budget (10,000 yuan)
plan-change-paid = Paid (10,000 yuan)
plan-change-safeguards = Safeguards
plan-change-address = Place
plan-change-last-year = Last year
plan-change-nothing = (none)
plan-hand-in = Hand in for the check
plan-closed-published = The plan is published
plan-closed-mend-published = To change it, propose an adjustment; the old plan stays public.
plan-closed-submitted = The plan is being checked
plan-closed-mend-submitted = The secretariat will publish it or give it back.
plan-returned-title = Given back by the secretariat
plan-state-draft = Draft of the plan
plan-state-submitted = A plan that waits for your check
plan-publish = It is right: publish
plan-publish-consequence = Once published everybody sees it, and from next month progress is measured by it. Whoever wrote it does not publish it.
plan-return = Give back
plan-return-words = What is to be mended
plan-leader-missing = Name the leader in charge.
plan-sources-missing = Enter one source of funds and its amount at least.
plan-source-unread = Line { $line } of the sources must be of the form “source amount”, such as “District budget 2000”, with at most 40 characters for the source.
plan-source-twice = Line { $line } of the sources names a source that a line above it names. Put both into one line.
plan-source-nothing = Line { $line } of the sources has an amount of zero. Enter the amount or delete the line.
plan-sources-too-many = At most { $most } sources.
plan-safeguards-missing = Say what safeguards there are.
plan-paid-wrong = What was paid is a number in 万元, or left empty.
plan-paid-over-budget = No more can be paid than is budgeted.
plan-unit-unknown = The unit for "{ $item }" is not on the list; choose one.
plan-target-fixed = The target of "{ $item }" was voted on and changes only by an adjustment.
plan-target-wrong = The target of "{ $item }" is a number above zero.
plan-last-year-wrong = Last year's figure of "{ $item }" is a number, or left empty.
plan-coordinates-wrong = The coordinates of "{ $item }" are 0–90 north and 0–180 east, both or neither.
plan-milestones-missing = "{ $item }" needs at least one milestone.
plan-milestone-unread = Milestone line { $line } of "{ $item }" cannot be read; write it like "2024-06-30 40 words".
plan-milestone-other-year = Milestone line { $line } of "{ $item }" lies in another year.
plan-milestone-falls = Milestone line { $line } of "{ $item }": the day comes after the line before, the quantity does not fall.
plan-milestone-rises = Milestone { $line } of “{ $item }”: its day must come after the one before it, and what may be left cannot grow.
plan-milestones-short = The last milestone of "{ $item }" does not reach the target { $target }.
plan-waits-for-check = The plan is being checked and cannot be changed now.
plan-is-published = The plan is published; propose an adjustment to change it.
plan-not-submitted = This version does not wait for a check; somebody may have dealt with it.
plan-of-adjustment = This version belongs to an adjustment; settle it there.
plan-same-person = Whoever wrote it does not publish it; another person checks.
plan-return-reason-missing = Say what is to be mended.
notice-plan-kept = The draft is kept.
notice-plan-handed-in = The plan was handed in for the secretariat's check.
notice-plan-published = The plan is published.
notice-plan-returned = It was given back to the unit.

department-due = { $count } sub-items are still to be reported this month.
department-due-on = Due by { $day }.
department-missed = This year: { $unmade } monthly reports missing, { $late } filed late.
department-nothing-due = Nothing is due this month.
department-no-unit = This account belongs to no unit yet
department-no-unit-mend = Ask the secretariat to make you an account under "Units and accounts".
department-no-projects = Your unit carries out no project now
department-no-projects-when = Projects appear once the secretariat names the lead units.
department-follow-ups = Follow-ups (督办)
department-adjustment-refused = The adjustment was not agreed to
department-adjustment-waits = An adjustment is waiting
department-plan-none = Write the plan.
department-plan-draft = The plan is a draft, not handed in yet.
department-plan-submitted = The plan is handed in and waits for the check.

report-title = Report progress
report-do = Report
report-is-due = due this month
report-unmade = Not reported: { $months }
report-unmade-mend = To file it late, choose a day of that month; until then the light stays yellow.
report-has-draft = a draft is kept
report-asks-quantity = Done to date
report-asks-left = How many are left
report-asks-share = How far it has come (%)
report-asks-hint-quantity = The total since the beginning of the year, not this month's.
report-asks-hint-left = 0 when everything is cleared.
report-asks-hint-share = 0 to 100; 100 when it is won or done.
report-as-of = As of
report-paid = Paid (万元)
report-paid-hint = In units of 10,000 yuan, for this sub-item, from the beginning to that day.
report-paid-said = paid to date: { $paid } × 10,000 yuan
report-paid-wrong = Write what was paid as a number in units of 10,000 yuan, or leave it empty.
report-paid-over-budget = All sub-items together cannot cost more than the plan's budget ({ $budget } × 10,000 yuan), and { $others } × 10,000 yuan were paid for the others; if the budget changes, propose an adjustment first.
report-words = What was done
report-problems = Problems
report-next-step = Next step
report-shrink-reason = Why it fell
report-shrink-hint = Only when the total is smaller than last time.
report-consequence = A report is public at once and stays; a mistake is corrected by the next one.
report-file = File the report
report-filed-said = { $unit }, filed { $day }
report-corrected = Correction
report-replaced = Reports that it corrects ({ $count })
report-date-unread = Write the day like 2024-06-30.
report-date-future = The day cannot lie in the future.
report-date-before-last = The day cannot be before the last report’s, unless that month was not reported.
report-quantity-wrong = What was done is a number of zero or more, such as 40 or 3.5.
report-quantity-too-large = At most 9 digits stand before the point; look at the number and its unit again.
report-doubtful = { $quantity } is more than twice the target or the last total ({ $most }). Look at it again; if it is right, tick "The number is right".
report-doubtful-fall = The rate { $quantity } is less than half of the last one ({ $last }). Check it; if it is right, tick “The number is right”.
report-over-later = As of { $day } the number was { $later }; an earlier month cannot have more.
report-sure = The number is right: { $quantity }
report-share-over = It cannot be more than 100.
report-rate-over = A rate cannot be above 100%.
report-words-missing = Say what was done.
report-too-long = Keep each text below 2,000 characters.
report-shrinks = The last total was { $last } { $unit }; say why it is smaller now.
report-no-plan = Progress is reported once the plan is published.
report-terminated = The project was terminated; nothing more is reported.
report-kept-as-draft = What you typed and the files are kept as a draft.
notice-report-filed = The report was filed.
notice-report-draft-kept = The draft is kept.
notice-reports-filed = All reports of the workbook were filed.
notice-reports-filed-no-pictures = All reports of the workbook were filed. The pictures in it were not taken: send them on the report page of their sub-item.
notice-reports-filed-no-sums = All reports of the workbook were filed. Lines with sums, signatures and notes are no sub-items and were left out.
notice-reports-filed-no-pictures-no-sums = All reports of the workbook were filed. Lines with sums, signatures and notes are no sub-items and were left out; the pictures were not taken: send them on the report page of their sub-item.

bulk-title = Report many at once by workbook
bulk-lead = Download the workbook, fill in totals and words, send it back; targets and last totals are only for comparison. Columns may stand in any order, with a title above and sums below. If one line is wrong, none is filed; pictures are not taken.
bulk-template = Download the workbook
bulk-file = The filled workbook (XLSX)
bulk-send = File them all
bulk-line-refused = Line { $line }: { $faults }
bulk-refused = None was filed. Correct them in the workbook and send it again.
bulk-missing-columns = These columns are not named in any heading: { $columns }. Give the columns these headings, or use the workbook from this page.
bulk-twice-columns = These columns are there twice: { $columns }. Please keep one of each.
bulk-at-cell = { $cell } “{ $value }”: { $fault }
bulk-percent = This cell is a percentage, and the sub-item is not counted in % (its unit is “{ $unit }”). Set the cell's format to General and enter the total.
bulk-day = The spreadsheet made a date of this cell. Set its format to General and enter the number again.
bulk-other-unit = “{ $other }” is not the unit of this sub-item ({ $unit }). Enter only the number, or the same unit.
bulk-hidden = This line is hidden or filtered out in the spreadsheet. Unhide it or clear the filter, look it over and send the file again; if it is not to be filed, delete its number and words.
bulk-struck = Something in this line is struck through. If it is not to be filed, delete its number and words; if it is, remove the strikethrough.
bulk-empty = No line of the workbook is filled in.
bulk-too-many = At most { $most } lines at a time.
bulk-unknown-item = There is no sub-item { $code }.
bulk-twice = { $code } stands in line { $line } already; please keep one line.
bulk-doubtful = { $quantity } is more than twice the target or the last total ({ $most }). Look at it again; if it is right, write 是 in the column 数字无误.
bulk-doubtful-fall = The rate { $quantity } is less than half of the last one ({ $last }). Check it; if it is right, write 是 into the column 数字无误.
bulk-not-yours = Sub-item { $code } is not your unit's to report.
bulk-closed = The year of sub-item { $code } is closed; it is not reported by workbook any more.
bulk-which-year = Say of which year { $code } is (it may be reported for: { $years }). Write the year in the column 年度; where one year has two of them, write the project's name in the column 项目.

projects-desk-title = Projects
desk-waiting = What waits for you
desk-nothing-waits = Nothing waits now.
desk-all-projects = All projects
desk-accepted = Accepted
desk-reminders = Reports still to come for { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
desk-no-reminders = Everything due this month is filed.
desk-project-lead-missing = Name the lead unit
desk-project-plan = Check the plan
desk-project-adjustment = Settle the adjustment
desk-project-acceptance = Accept what is finished
accept-title = To be accepted
accept-words = What was looked at
accept-do = Accept
accept-words-hint = Whoever gives it back says what is to be mended; the unit and the public can read it.
accept-refuse = Give back
accept-refuse-reason-missing = Say why it is given back.
accept-given-back = It was not accepted last time; it can be once the unit has reported anew.
accept-too-early = Keeping it at zero has to last; it can be accepted from { $from } on.
not-accepted-title = Not accepted; mend it and report anew
report-not-accepted = Not accepted ({ $day }):
accept-not-reached = The target is not reached; it cannot be accepted.
accept-already = It was accepted already.
accept-same-person = Whoever reported it does not accept it.
accept-words-missing = Say what was looked at.
notice-sub-item-given-back = It was given back; a new report is awaited.
notice-sub-item-accepted = It was accepted.

adjust-title = Propose an adjustment
adjust-kind = Kind
adjust-new-plan = The new plan
adjust-new-plan-lead = Only minor and major adjustments use what follows; suspending and ending leave the plan.
adjust-new-plan-lead-suspended = Only minor and major adjustments use what follows; resuming and ending leave the plan.
adjust-reason = Reason
adjust-terminated = The project was terminated; nothing more is adjusted.
adjust-consequence = Until it takes effect the old plan holds; it stays public.
adjust-propose = Propose
adjustments-title = Adjustments
adjustment-number = Adjustment no. { $number }
adjustment-kind-minor = Minor
adjustment-kind-major = Major
adjustment-kind-suspension = Suspension
adjustment-kind-termination = Termination
adjustment-kind-resumption = Resumption
adjustment-rule-minor = targets stay; the secretariat files it
adjustment-rule-major = targets may change; the standing committee decides
adjustment-rule-suspension = the standing committee decides
adjustment-rule-termination = the standing committee decides
adjustment-rule-resumption = the standing committee decides
adjustment-state-proposed = waiting
adjustment-state-effective = in effect
adjustment-state-refused = refused
adjustment-reason = Reason:
adjustment-decision = Decision:
adjustment-proposed-said = proposed by { $name } on { $day }
adjustment-settled-said = settled by { $name } on { $day }
adjustment-file = File it
adjustment-refused-because = Not agreed to because:
adjustment-because = Why it is not agreed to
adjustment-because-hint = The unit can read it.
adjust-refusal-missing = Say why it is not agreed to.
adjustment-refuse = Refuse
filing-consequence = Once filed the new plan holds; the old one stays public.
decision-body = Who decided
decision-number = Number of the decision
decision-day = Day of the decision
decision-record = Record the decision
decision-consequence = It takes effect with the standing committee's decision and is public.
adjust-kind-missing = Choose a kind.
adjust-no-plan = There is no published plan to adjust.
adjust-one-waits = Another adjustment is waiting; let it be settled first.
adjust-does-not-fit = This does not fit where the project stands.
adjust-reason-missing = Give a reason.
adjust-nothing-changed = The new plan says the same as the old one.
adjust-budget-below-paid = The new plan's budget ({ $budget } × 10,000 yuan) is below what all sub-items together were reported to have paid ({ $paid } × 10,000 yuan); if that was reported wrongly, correct it in a new report first.
adjust-target-is-major = A target changes: that is a major adjustment.
adjust-unmakes-due = By { $on } “{ $item }” is to have { $from }, by the new plan only { $to }: a minor adjustment cannot lower what is due already. Propose a major one.
adjust-unmakes-bound = From { $on } on no more than { $from } of “{ $item }” may be left, and the new plan drops that: a minor adjustment cannot take back what is due already. Propose a major one.
adjust-settled = This adjustment is settled.
adjust-decision-missing = Give body, number and day of the standing committee's decision; without it nothing takes effect.
adjust-decision-date-unread = Write the day like 2024-08-20.
adjust-decision-future = The decision cannot lie in the future.
adjust-decision-before-vote = The decision cannot be older than the vote ({ $voted }).
adjust-decision-before-proposal = The decision is older than the proposal ({ $proposed }). Check it; if it is right, tick the box.
decision-sure = The day is right: it was decided on { $day }
adjust-same-person = Whoever proposed it does not settle it.
notice-adjustment-proposed = The adjustment is proposed and waits.
notice-adjustment-settled = The adjustment is settled.

units-title = Units and accounts
units-lead = Accounts for the units that write plans and report progress.
units-known = Units
units-none = No unit yet.
units-accounts = Accounts
unit-new = Name of a new unit
unit-found = Add the unit
unit-name-missing = A unit's name has 2 to 60 characters.
unit-unknown = Choose a unit from the list.
unit-plan-published = The plan is published; who leads changes only by an adjustment.
account-name = Name
account-login = Sign-in name
account-login-hint = 2 to 40 characters, no spaces.
account-make = Make the account
account-consequence = The password is made by the system and shown once.
account-made = An account for { $name } was made
account-made-password = Password:
account-made-once = Write it down now; it is not shown again.
account-login-taken = The sign-in name { $login } is taken; choose another.
account-login-wrong = A sign-in name has 2 to 40 characters, no spaces.
account-name-missing = A name has 2 to 40 characters.
notice-unit-founded = The unit was added.
notice-account-made-before = The account was made a moment ago and its password shown once. If it was not written down, make another account.
notice-lead-unit-named = The lead unit is named.

places-title = Near my home
places-lead = What is done where, and how far it has come: choose your street, or search for your estate.
places-none = No places yet
places-none-when = Sub-items with a place are listed once the plans are published.

news-plan = version { $version } of the plan published
news-reported = { $item }: { $quantity } of { $target } { $unit } to date, { $share }% (as of { $day })
news-reported-left = { $item }: { $quantity } left to clear (as of { $day })
news-corrected = { $item }: corrected to { $quantity } of { $target } { $unit }, { $share }% (as of { $day })
news-corrected-left = { $item }: corrected to { $quantity } left to clear (as of { $day })
news-accepted = { $item }: accepted
news-not-accepted = { $item }: not accepted, a new report is awaited
news-behind = { $item }: behind schedule
news-recovered = { $item }: no longer behind
news-adjusted = { $kind ->
    [minor] minor adjustment filed
    [major] major adjustment in force
    [suspension] suspended
    [termination] terminated
   *[resumption] resumed
 }
project-first = First proposed on { $day }:{" "}

axis-title = Timeline
axis-said = { $planned } milestones, { $passed } of them passed; { $reports } reports; { $accepted } sub-items accepted. The table beneath says the same.
axis-today = today
axis-table = The timeline as a table
axis-what = What
axis-quantity = In all
axis-ahead = milestone ahead
axis-passed = milestone passed
axis-missed = milestone missed
axis-report = report
axis-accepted = accepted
axis-not-accepted = not accepted
axis-plan = plan published, version
axis-adjusted = plan adjusted
small-target = promised
small-said = { $title }: { $actual } % done, { $planned } % planned
small-unplanned = { $title }: { $actual } % done
small-no-report = { $title }: no report yet
report-camera = Take a picture here
report-places = Places finished this time ({ $count } still open)
report-places-legend = Places finished this time
report-places-hint = The places you tick count as finished on the day this report is about, on the list of places as well.
report-places-left = { $count } more are not shown here: mark them on the list of places
report-places-said = Places finished
report-place-gone = Some of the places you ticked are no longer on the list. They have been unticked: please check and file again.
outbox-title = Reports waiting in this browser
outbox-waits = { $title } (kept { $day }, pictures: { $pictures })
outbox-no-line = No connection. The report is kept in this browser and will be sent when there is one.
outbox-sent = The report on “{ $title }” was sent.
outbox-kept = The report on “{ $title }” was not accepted and is kept as a draft. Please open it and mend it: { $said }
outbox-refused = Not accepted; still kept in this browser. Please open it, check it and send it again. { $said }
outbox-too-old = Kept too long. Please open it, check whether it was filed already, and send it if not.
outbox-looked = Opened to be looked over; it is not sent by itself. Check it and press “File the report”.
outbox-signed-out = You are signed out. The report is still kept in this browser and will be sent once you have signed in.
outbox-full = This browser cannot keep the report. It is being sent directly; please do not close the page.
