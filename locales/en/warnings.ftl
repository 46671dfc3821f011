rules-title = Tracking rules
rules-version = Version { $version } is in force, saved by { $name } on { $day }.
rules-usual = The usual rules; nobody has changed them yet.
rules-levels = Warnings about reports: when, and to whom
rules-levels-hint = One level a line, as “days=whom”. Days count from the due day; before it they are negative, such as “-5=clerk” or “1=clerk, head”. Whom: clerk, head, leader.
rules-reds = Report a unit upward each time it has fallen behind (red) this many times within a year
rules-reds-hint = Head and leader of the unit are told, and it is kept on record.
rules-gap = Say that money and work diverge from this many percentage points on
rules-gap-hint = Between the share of the budget that was paid and the share of the work that is done.
rules-consequence = Warnings and counts follow the new rules from now on; what was sent is not sent again.
rules-save = Save as a new version
rules-versions = Versions
rules-version-said = Version { $version }, { $day }
rules-level-wrong = Line { $line } is not of the form “days=whom”. Days go from -20 to 60; whom is clerk, head or leader, with commas between them.
rules-same-day = Line { $line } names the same day as a line above it. Put both into one line.
rules-levels-wrong = At least one level, and at most 8.
rules-reds-wrong = Enter a whole number from 1 to 50.
rules-gap-wrong = Enter a whole number from 1 to 100.
notice-tracking-rules-saved = The tracking rules were saved.

receiver-clerk = Clerk
receiver-head = Head of the unit
receiver-leader = Leader in charge
contacts-title = Contacts for warnings
contacts-lead = They are told, by the tracking rules, when a report is due soon or overdue.
contacts-none = There are no contacts yet, so warnings only go on record.
contacts-no-units = There are no units yet
contacts-no-units-when = Add units under “Units and accounts” first.
contact-new = Add a contact
contact-unit = Unit
contact-role = Role
contact-name = Name
contact-email = E-mail address
contact-phone = Mobile number
contact-phone-hint = For gateways such as text messages or DingTalk. Enter an address or a number at least.
contact-consequence = Used for reminders about work only, and never published. Remove people who leave.
contact-add = Add
contact-remove = Remove
contact-unreachable = Several letters did not arrive, so no more are sent. Remove this contact and enter the address anew.
contact-unit-wrong = Choose a unit.
contact-role-wrong = Choose a role.
contact-name-wrong = Enter a name of at most { $most } characters.
contact-email-wrong = This is not an e-mail address. It should look like wang@example.org.
contact-phone-wrong = Enter digits only, 6 to 20 of them, perhaps with a plus sign in front.
contact-no-way = Enter an e-mail address or a mobile number at least.
contact-too-many = A unit has at most { $most } contacts. Remove one that is no longer needed.
contact-known = This contact is on the list already.
notice-contact-added = The contact was added.
notice-contact-removed = The contact was removed, with the reminders that were waiting.

warnings-title = Warnings on record
warnings-lead = Each level is sent once for each unit, project and month, and all of it is kept on record.
warnings-units = Red lights and reports by unit
warnings-units-said = Every { $every } times that a unit falls behind within a year, it is reported upward.
warnings-unit = Unit
warnings-reds = Fell behind (times)
warnings-unmade = Not reported (times)
warnings-late = Reported late (times)
warnings-reported = Reported upward on
warnings-no-units = No unit fell behind or missed a report.
warnings-all = Warnings sent ({ $count })
warnings-none = No warnings were sent this year.
warnings-month = Report for { $month }, due on { $due }
warning-level-before = { $days ->
    [one] 1 day before
   *[other] { $days } days before
}
warning-level-today = Due today
warning-level-after = { $days ->
    [one] 1 day overdue
   *[other] { $days } days overdue
}
warning-way-letter = by e-mail
warning-way-webhook = by gateway
warning-way-none = not reached (no usable contact)
warning-short = { $unit }: { $count ->
    [one] 1 report is to be filed
   *[other] { $count } reports are to be filed
}{ $late ->
    [0] {""}
   *[other] , { $late } of them overdue
}.
warning-letter-subject = [Reminder] { $unit }: { $count ->
    [one] 1 report is to be filed
   *[other] { $count } reports are to be filed
}
warning-letter-subject-late = [Overdue] { $unit }: { $count ->
    [one] 1 report is to be filed
   *[other] { $count } reports are to be filed
}
warning-letter-line = “{ $project }”, report for { $month }, due on { $due }
warning-letter-page = Sign in and report:
warning-letter-why = You are a contact of this unit. If that has changed, the unit or the secretariat can remove you under “Contacts for warnings”.
repeated-red-letter-subject = [Reported] { $unit } fell behind { $reds } times in { $year }
repeated-red-letter = Projects of { $unit } fell behind { $reds } times in { $year }. By the tracking rules this is reported to you. Please see to it.
repeated-red-letter-page = All projects:

webhooks-title = Gateways
webhooks-lead = Warnings are also sent as JSON to gateways for text messages, DingTalk or WeCom, which pass them on to the contacts.
webhook-made = The gateway was added:
webhook-made-once = The signing secret is shown this once. Pass it to whoever runs the gateway now.
webhook-said = { $host } · added on { $day } by
webhook-waiting = { $count } waiting
webhook-stopped = The receiver answered on { $day } that it wants no more (410), so nothing is sent
webhook-stopped-mend = Ask whoever runs the gateway, then resume. What happened meanwhile is not sent afterwards.
webhook-test = Send a test message
webhook-resume = Resume
webhook-remove = Remove
webhook-deliveries = Latest deliveries
webhook-no-deliveries = Nothing was sent yet.
webhook-outcome-taken = taken
webhook-outcome-answered = answered
webhook-outcome-gone = wants no more
webhook-outcome-inner = not sent: the address leads into an inner network
webhook-outcome-unreachable = not reached, or no answer in time
webhook-attempt = attempt { $number }
webhook-given-up = given up
webhook-new = Add a gateway
webhook-name = Name
webhook-url = Address
webhook-url-hint = It begins with https://. Hosts of an inner network must be listed by the operator in PIAOJUE_WEBHOOK_HOSTS.
webhook-secret = Signing secret
webhook-secret-hint = Leave it empty and one is made. It is kept encrypted and shown once.
webhook-consequence = From now on warnings send unit, projects and the contacts’ names, mobile numbers and addresses there.
webhook-add = Add
webhook-name-wrong = Enter a name of at most { $most } characters.
webhook-url-wrong = This is not an address. It should look like https://gateway.example/send, with at most 500 characters and without user name, password or “#”.
webhook-url-not-https = Use an address that begins with https://. A host of an inner network must be listed by the operator first.
webhook-url-inner = This address is in an inner network. If it is to be used, the operator lists it in PIAOJUE_WEBHOOK_HOSTS.
webhook-secret-wrong = A secret has { $least } to { $most } letters, digits or signs and no blanks; or leave it empty.
webhook-too-many = At most { $most } gateways. Remove one that is no longer needed.
webhook-not-sealed = The secret could not be kept. Please try again.
webhook-not-stopped = This gateway is not stopped.
notice-webhook-made-before = The gateway was added a moment ago and its secret shown once. If it was not written down, remove the gateway and add it again.
notice-webhook-tested = The test message waits to be sent. Reload the page shortly to see what came of it.
notice-webhook-resumed = The gateway was resumed.
notice-webhook-removed = The gateway was removed, with what was waiting for it.

department-arrears = To be reported
department-overdue = Report for { $month }, due on { $due }, { $days ->
    [one] 1 day overdue
   *[other] { $days } days overdue
}
department-comes-due = Report for { $month }, due on { $due }

audit-act-tracking-rules-saved = tracking rules saved
audit-act-unit-contact-added = contact for warnings added
audit-act-unit-contact-removed = contact for warnings removed
audit-act-webhook-added = gateway added
audit-act-webhook-tested = gateway tested
audit-act-webhook-resumed = gateway resumed
audit-act-webhook-removed = gateway removed
