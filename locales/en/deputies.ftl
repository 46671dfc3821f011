roll-title = Roll (名册)
roll-lead = { $count } deputies in office, { $delegations } delegations (代表团).
roll-sheet-title = Roll of deputies (代表名册)
roll-sheet-print = Print by delegation
roll-sheet-persons = { $count ->
    [one] 1 deputy
   *[other] { $count } deputies
}
roll-sheet-number = No.
roll-sheet-signed = Signature
attendance-by-delegation = Attendance by delegation
attendance-sheet-title = Attendance (出席情况表)
attendance-sheet-print = Print the attendance sheet
attendance-sheet-at = As of { $at }
attendance-sheet-quorum = Quorum: { $needed }
attendance-sheet-no-quorum = No quorum
attendance-sheet-issued = Ballots taken
attendance-sheet-without = Present without a ballot
attendance-sheet-all = All
attendance-sheet-not-cast = Taken and not cast yet, in the whole hall, on screen: { $count }. The vote is secret: it is not known by delegation.
attendance-sheet-excused = Excused
attendance-sheet-absent = Absent (neither excused nor checked in)
attendance-sheet-without-ballot = Present without a ballot
roll-empty = There is no roll yet
roll-empty-mend = Import the roll of deputies first: check-in, ballots and the quorum all rest on it.
roll-import = Import a roll
roll-import-again = Import again
roll-frozen = The roll is locked
roll-frozen-why = A round of voting has begun; all rounds use one roll.
roll-by-delegation = By delegation
roll-everybody = All { $count }
roll-back = Back to the roll

deputy-search = Name or card number
deputy-number = Card number (代表证号)
deputy-name = Name
deputy-delegation = Delegation
deputy-phone = Phone
deputy-seat = Seat
card-seat = seat { $seat }
deputy-note = Note
people = { $count ->
    [one] { $count } person
   *[other] { $count } people
}
search = Find
search-found = { $count ->
    [one] One match for “{ $typed }”.
   *[other] { $count } matches for “{ $typed }”.
}
search-clear = Clear the search
search-nobody = Nobody found
search-nobody-mend = Please check the name or number; a part of it is enough.
action = Action

roll-import-lead = CSV or Excel (.xlsx). Columns needed: 代表证号, 姓名, 代表团; columns allowed: 手机号, 座位号, 备注. Titles, merged delegations, sums and signatures are recognised and listed first; numbers can be made where the roll has none. A roll goes in whole: with one fault in it, nothing is imported.
roll-import-closed = No roll can be imported now
roll-file = Roll
roll-file-hint = At most 5 MB.
roll-template = Download an empty roll
roll-preview = Preview
roll-no-file = No file is chosen. Choose the roll first, then press “Preview”.
roll-form-expired = The page was left open too long. Choose the roll again and submit once more.
roll-has-faults = Nothing was imported: this file cannot be used. The table below says why and what to do.
roll-has-faulty-lines = Nothing was imported: lines to mend: { $count }. Mend the file and choose it again.
roll-faults = What to mend: { $file }
roll-faults-lead = Nothing has been written. Mend each point in your own file, then choose it again.
roll-faults-first = { $count } in all; the first { $shown } are listed.
roll-line = Line
roll-column = Column
roll-value = As it stands
roll-fault = Fault and mend
roll-whole-file = Whole file
roll-whole-line = Whole line
roll-no-value = (empty)
roll-at-line = Line { $line }

roll-refused-empty = There are no deputies in this roll. Fill in one a line below the headings and import it again.
roll-refused-frozen = A round of voting has begun, so the roll cannot be replaced: all rounds use one roll.
roll-refused-attendance = Deputies checked in or excused: { $count }. The roll cannot be replaced now; if it must be, undo each of them at the attendance desk first.
roll-refused-number = Line { $line }: the card number “{ $value }” is too short to sign in with. Give it at least 2 characters (such as 01) and import the roll again.
roll-upload-gone = This file was imported before, or was left for more than a day and has been deleted. If it was not imported, choose it again.

roll-preview-title = Preview of the roll
roll-preview-lead = { $file } reads without fault. Check it and confirm; nothing has been written yet.
roll-preview-lead-faults = { $file } cannot be imported yet: mend what is listed below, or change how it is read. Nothing has been written.
roll-faults-lead-here = Nothing has been written. If the headings were misread, say below what each column is; if the file itself is wrong, mend it and choose it again.
roll-other-file = Another file
roll-to-be-seen = Please look at these before you confirm
roll-alike-lead = These names look like one delegation and were taken for one:
roll-alike = “{ $name }”, also written “{ $others }”
roll-seen = I have looked at all of these; import it so
roll-not-seen = The roll was not imported: look at what is listed, then tick “I have looked at all of these”.
roll-preview-deputies = Deputies
roll-preview-added = Added
roll-preview-gone = Removed
roll-preview-delegations = Deputies in each delegation
roll-warnings = Please check
roll-warnings-lead = None of these stands in the way of the import, but they deserve a look.
roll-consequence-first = After the import you can make sign-in cards and check deputies in.
roll-consequence = The import replaces the roll of today (deputies: { $before }). Whoever keeps both number and name keeps the sign-in card.
roll-consequence-cards = The import replaces the roll of today (deputies: { $before }). Cards of deputies removed, or of numbers with another name, are void at once: { $count }. All others stay good.
roll-confirm = { $count ->
    [one] Import { $count } deputy
   *[other] Import { $count } deputies
}
roll-cancel = Do not import
roll-changes = Put right by itself: { $count }
roll-change = Change
roll-change-from = In the file
roll-change-to = Read as
roll-change-decode = Text encoding converted
roll-change-strip_bom = Mark at the start of the file removed
roll-change-trim = Spaces around it removed
roll-change-fullwidth_to_halfwidth = Full-width made half-width
roll-change-remove_inner_space_between_han = Spaces between characters removed
roll-rows = All { $count } lines
roll-rows-first = First { $shown } of { $count } lines
notice-roll-imported = The roll is imported.

roll-error-missing_column = The column “{ $column }” is missing. Add it, or rename the right heading to “{ $column }”.
roll-error-duplicate_column = There are two columns “{ $column }”. Keep one.
roll-error-no_rows = There are headings but no deputies. Fill in one a line below the headings.
roll-error-cell_without_heading = This cell stands beyond the last heading, most often because of a comma too many. Delete it, or add a heading.
roll-error-blank_required = “{ $column }” must not be empty. Please fill it in.
roll-error-duplicate_id = Same card number as on line { $first-line } (case makes no difference). Please check both lines.
roll-error-formula_in_cell = This cell begins with “{ $start }” like a formula. Make it plain text.
roll-error-not_text = This cell holds a date, a fraction or a truth value, not text. Set the column to “Text” and type it again.
roll-error-line_break_in_cell = There is a line break in this cell. Please delete it.
roll-error-unreadable_character = A character in this cell is lost and shows as “�”. Type it again from the original roll.
roll-error-lost_character = The “{ $mark }” in this cell most likely stands for a character that was lost when the file was saved. Fill it in from the original roll and save as .xlsx or “CSV UTF-8”.
roll-error-digits_lost = The spreadsheet has turned this long number into scientific notation, and its last digits are lost. Take it from the original roll again, with the column set to Text first.
roll-error-multiple_sheets = Several sheets look like a roll: { $sheets }. Say which one is to be read; if they belong together, copy them into one sheet first.
roll-error-invisible_character = There is an invisible character ({ $code-point }) in this cell. Delete the cell and type it again.
roll-error-space_in_id = There is a space inside the card number. Please delete it.
roll-error-too_long = “{ $column }” has more than { $limit } characters. Please shorten it.

roll-warning-guessed_encoding = The file is not UTF-8 and was read as GB18030. Check that the names are right.
roll-warning-fullwidth_converted = { $cells ->
    [one] Full-width letters or digits made half-width in { $cells } cell.
   *[other] Full-width letters or digits made half-width in { $cells } cells.
}
roll-warning-spaces_removed = { $cells ->
    [one] Needless spaces removed in { $cells } cell.
   *[other] Needless spaces removed in { $cells } cells.
}
roll-warning-unknown_column = This column is not used and is left out.
roll-warning-number_cell = The card number is stored as a number: leading zeros may be lost. Please check.
roll-warning-private_use_character = It holds a character outside the standard, which may look different elsewhere. Please check the name.
roll-warning-same_name_in_delegation = Same name and delegation as on line { $first-line }. If it is one person, delete one of the lines.
roll-warning-pictures = There are { $count } pictures in the workbook; they were not read.
roll-warning-sheets_not_read = These sheets were not read: { $sheets }.

card = Sign-in card
card-issued = Made
card-missing = Not made
card-make = Make a sign-in card
card-renew = Renew the sign-in card
cards-title = Sign-in cards (登录卡)
cards-lead = Deputies sign in with the name and the password on their card. Ten cards a page of A4; cut along the dashed lines.
cards-whose = For whom
cards-without = Deputies who have no card yet ({ $count })
cards-one = One deputy (a card lost or renewed)
cards-one-number = This deputy's card number (代表证号)
cards-all = All deputies ({ $count })
cards-delegation = { $missing ->
    [0] { $count } in all
   *[other] { $count } in all, { $missing } without a card
}
cards-consequence = With the new cards, these deputies' old cards are void at once, and whoever is signed in with one is signed out. Passwords are shown once: print them now. Some hundreds of cards take about ten seconds.
cards-make = Make and show
cards-back = Back to the roll
cards-nobody = Nobody is chosen. Please choose one of the lines.
cards-no-number = Please fill in this deputy's card number.
cards-unknown-number = There is no card number “{ $value }” on the roll. Please check it and type it again.
cards-no-login = The card number “{ $value }” cannot serve to sign in. Give it at least 2 characters in the roll, import that, and try again.
cards-taken = “{ $value }” is the sign-in name of a member of staff. Change the number in the roll, or ask the administrator to change that name.
cards-roll-changed = The roll was replaced just now; no cards were made. Please submit once more.
cards-shown-before = The cards of this submission were shown before and their passwords are not kept. If they were not printed, make them again; the earlier ones are void then.
cards-sheet-title = { $count ->
    [one] { $count } sign-in card
   *[other] { $count } sign-in cards
}
cards-sheet-lead = Print this page from the browser: A4, ten cards a page, cut along the dashed lines.
cards-sheet-once = The passwords are shown on this page only
cards-sheet-once-mend = They are gone when the page is left or reloaded; cards not printed can only be made again. Close this page after printing.
cards-qr = QR code to sign in as { $name }
cards-how = Scan, then sign in with the password. Do not lend this card; if it is lost, the attendance desk renews it.

attendance = Attendance
attendance-title = Attendance desk (签到台)
attendance-list = Attendance
attendance-by-state = By attendance
attendance-absent = Not checked in
attendance-excused = Excused
attendance-present = Checked in
attendance-none-absent = Nobody is still to check in
attendance-none-excused = Nobody is excused
attendance-none-present = Nobody has checked in yet
attendance-done-present = { $name } is checked in
attendance-done-excused = { $name } is excused
attendance-done-absent = { $name } is back to “not checked in”
attendance-holds-ballot = { $name } holds a ballot. Have it cancelled on the issuing page with a scrutineer standing by, then change the check-in.
in-office = In office (应到)
present = Present (实到)
excused = Excused (请假)
quorum = Quorum (法定人数)
quorum-reached = Reached
quorum-missing = { $count } short
check-in = Check in
excuse = Excuse
leave = Leaves, excused
undo-check-in = Undo check-in
undo-excuse = Undo excuse
check-in-code = Check-in code (签到码)
check-in-code-hint = The 6 digits on the hall screen; they turn every minute.
check-in-or-desk = You can take your ballot after checking in. The attendance desk can also check you in.
check-in-waiting-to-send = Waiting for the network. You are checked in by itself, and once only.
check-in-code-none = Once opened, deputies check in on their phones with the code of the hall screen.
check-in-code-why = Deputies can check in by themselves. The code turns every minute and stands only on a hall screen opened from here.
check-in-code-make = Let deputies check in by themselves
check-in-code-renew = Replace the code at once
check-in-code-renew-consequence = Every code of before is worth nothing at once; whoever is checked in stays so.
check-in-code-screen = Open the hall screen with the code
check-in-code-screen-note = The public screen shows numbers only. The code stands only on a screen opened from here: keep that address inside the hall.
check-in-not-open = Checking in by code is not open yet. Please wait, or go to the attendance desk.
check-in-wrong-code = The code is wrong, or has turned. Type the 6 digits that stand on the hall screen now, or check in at the desk.
check-in-too-often = Too many tries. Wait a minute and try again, or go to the attendance desk.
notice-checked-in = You are checked in.
notice-check-in-code-made = Deputies can check in by themselves; the codes begin anew.
attendance-counted-in-round = { $name } was counted as present when the box opened: the check-in cannot be undone. Record a deputy who leaves as excused, with the reason.
attendance-no-reason = Give the reason of the leave (up to 60 characters), such as “ill” or “on official business”.
attendance-late = Voting in this round has begun
attendance-late-words = Whoever checks in now is counted as present and takes no ballot of this round; of a later round they do.
attendance-changes = Latest changes
attendance-changes-words = What was undone is listed too; the audit list keeps every change for good.
attendance-change-at = Time
attendance-change = Change
attendance-change-by = By
desk-check-in = Check in at the desk
desk-check-in-hint = Type a certificate number or a name, or scan the QR code of the sign-in card, and press Enter.
desk-check-in-blank = Nothing was typed. Type a certificate number or a name, or scan the card.
desk-check-in-nobody = Nobody on the roll is “{ $typed }”. Check the number or the name, or search below.
desk-check-in-several = { $count } deputies are called “{ $typed }”. Choose by certificate number in the list below.
desk-check-in-before = { $name } was checked in before.
leave-reason = Reason
leave-record = Record the leave
