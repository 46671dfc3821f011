# Slips: printing, counting, striking
slips-title = Ballot slips (选票码条)
slips-stage-not_by_slips = This session does not use slips
slips-stage-not_by_slips-words = By its voting method deputies take ballots on their own devices. For slips the secretariat drafts another version of the method, which the plenary adopts.
slips-stage-not_ready = Slips cannot be printed yet
slips-stage-not_ready-words = First come the adopted method, the candidates, the roll, the scrutineers' key and the chief scrutineer. Then this page prints.
slips-stage-counting = Printed; two scrutineers count and seal them, each alone.
slips-stage-sealed = Counted and sealed. Deputies draw them at the desk once issuing begins.
slips-stage-issuing = Ballots are being issued. Before voting begins, strike every slip that nobody drew.
slips-stage-frozen = The list is frozen. Slips that were left are struck and cannot vote.
slips-no-script = Slips are made in the browser and need its scripts
slips-print = Print the slips
slips-print-words = Codes are made on this page and stand on paper alone: the server receives public keys, sorted, so that nobody can tell which of them belong to one slip. A slip serves this round and the next five of the session.
slips-print-two = Print while at least one other scrutineer watches.
slips-print-printer = Use a printer that is connected to this very computer and keeps nothing; A4, one side, at 100 %.
slips-print-once = The codes are shown this once. After they are wiped nobody can print these slips again.
slips-number = Slips to print
slips-number-hint = { $inoffice } deputies and a reserve: { $least } to { $most } slips.
slips-print-consequence = This makes the codes and registers their public keys; print at once.
slips-print-button = Make the slips
slips-making = Making the slips
slips-made = The slips are made: print them
slips-print-now = Look at the sheets together: every slip clear, readable, no page missing.
slips-print-sheets = Print
slips-wipe-consequence = After wiping, the codes are on paper alone. Print again first if need be; if the printer jammed, wipe, withdraw these slips and print others.
slips-wipe = Printed: wipe the codes
slips-look = Look at them on the screen (let nobody else see it)
slips-text-wrong-number = Enter a whole number from { $least } to { $most }.
slips-text-made = { $number } slips on { $sheets } sheets of A4, eight a sheet.
slips-text-waiting = Waiting for the network; this goes on by itself.
slips-text-worker-not-loaded = The program did not load completely. Open this page again; failing that, use another browser.
slips-text-signed-out = You are signed out; nothing was done. Sign in and try again.
slips-text-program-failed = Something went wrong ({ $code }). Open this page again; failing that, tell the technical staff.
slips-printed = Printed
slips-leftover = Left and struck
slips-sample = Samples, void
slips-lost = Lost
slips-unreadable = Left, not readable
slips-tray = In the tray, not struck
slips-printed-by = Printed by
slips-counted-by = Counted by
slips-count = Count
slips-count-words = Cut and fold the slips, count them one by one, and enter the number. Two scrutineers count, each alone; it must be the number that was made.
slips-count-other = You have counted. Another scrutineer counts in a sign-in of their own.
slips-count-number = Slips counted
slips-count-button = The number is right: seal
slips-strike-sample = Check samples
slips-strike-sample-words = Open any few and scan them: each must be on the list of every round, and the fingerprint of the list the one printed on it. A slip that was opened is void.
slips-strike-leftover = Strike what is left
slips-strike-leftover-words = When nobody draws any more, open and scan every slip left in the tray. Struck codes cannot vote in this round or any later one; the list then holds what deputies drew.
slips-scan = Slip
slips-scan-hint = With a hand scanner, with the camera, or type the code.
slips-strike-button-sample = Check, and void
slips-strike-button-leftover = Strike
slips-camera = Scan with the camera
slips-text-struck = Struck.
slips-text-sample-good = This slip is on the lists of { $of } rounds, and the fingerprint of the list agrees. It is void now.
slips-text-sample-wrong = This slip is on the lists of { $on } of { $of } rounds only: stop using these slips and tell the secretariat.
slips-text-sample-list-differs = The fingerprint of the list is not the one registered: stop using these slips and tell the secretariat.
slips-text-code-malformed = No whole code was read; nothing was done. Scan again, or type the 22 letters and digits.
slips-text-no-camera = The camera cannot be used. Use a hand scanner, or type the code.
slips-unreadable-heading = Slips left that cannot be scanned
slips-unreadable-words = Of those too damaged to be scanned or typed, enter how many: their codes stay on the list, and the certificate says how many.
slips-unreadable-number = Number
slips-unreadable-button = Record the number
slips-withdraw = Withdraw these slips and print others
slips-withdraw-consequence = All of these slips become worthless for good. Destroy them together, then print and count others.
notice-slips-counted = Your count is recorded.
notice-slips-withdrawn = These slips are withdrawn; others may be printed.
notice-slips-unreadable = The number is recorded.
slips-not-by-slips = This session's method does not use slips; nothing was done.
slips-not-ready = Something still has to come first; nothing was printed. See to method, lists and key.
slips-round-began = Issuing has begun; nothing was done.
slips-printed-already = Slips are printed for this session already; no others were registered. Withdraw those first.
slips-not-printed = No slips are printed; nothing was done.
slips-wrong-number = That number cannot be printed: { $least } to { $most }.
slips-bad-lists = The lists of keys that the browser sent are not right ({ $why }); nothing was registered, so do not print. Open this page again.
slips-count-differs = That is not the number that was made; nothing was recorded. Count again; if it still differs, withdraw these slips and print others.
slips-counted-already = You have counted already. Another scrutineer counts.
slips-not-sealed = Two scrutineers have not counted yet; nothing was done.
slips-not-now = This is not the time to strike slips; nothing was done.
slips-foreign = This slip is not one of this session's; nothing was struck.
slips-struck-already = This slip is struck already and was not counted again.
slips-none-left = All slips that should be left are struck; nothing was done. A deputy may have drawn this one: compare the desk's figures first.
slips-not-possessed = Nothing showed that the code is at hand; nothing was struck. Open this page again and scan once more.

# On the slip
slip-name = Ballot slip (选票码条)
slip-step-open = Open it when voting begins
slip-step-scan = Scan it: phone or tablet
slip-step-keep = Keep it for a further round
slip-fold = Fold inwards
slip-seal = Seal
slip-qr = QR code for voting
slip-list = Fingerprint of the list

# The desk
issuing-words-slips = Each deputy, checked in, draws any slip from the tray; press “Slip drawn” before their eyes. Neither look nor note which slip it is. { $count } should lie in the tray.
issuing-is-slip = Slip drawn
issuing-slip-drawn = Slip drawn
issuing-slip-back = Slip handed back
issuing-slip-lost = Slip lost
slip-lost-consequence = Once a scrutineer confirms, the slip counts as lost; the deputy may draw another or vote on paper. Nobody knows which code is lost, so it cannot be voided: the certificate says how many are lost, and the round is void if more ballots come back than were given out.
slip-lost-button = Ask a scrutineer to confirm the loss
slip-lost-confirm = Confirm the loss
notice-slip-given = The slip is marked as drawn.
notice-slip-taken-back = The slip is marked as handed back. Put it into the tray.
issue-by-slips = Ballots of this round are drawn as slips; none was taken here. Please go to the desk.
issue-not-by-slips = Ballots of this round are not drawn as slips; nothing was marked.
issue-no-slip-left = No slip is left in the tray; nothing was marked. Give out a paper ballot.
issue-slip = Ballot slip
deputy-home-slip = Please draw a slip
deputy-home-slip-words = Draw a ballot slip (选票码条) at the desk. To vote, scan its QR code; no sign-in is needed.
deputy-home-slip-drawn = Please vote with your slip
deputy-home-slip-drawn-words = When the chair says so, open the slip and scan it with your phone, or at a tablet of the hall. No sign-in is needed.
prepare-slips-used-up = These slips have served their six rounds; issuing did not begin. Vote on paper.

preflight-slips = { $standing ->
    [met] { $of } slips, counted and sealed by { $number } scrutineers
   *[other] Slips are not printed and counted yet: two scrutineers do so at their own page ({ $number } have counted)
}
preflight-slips-struck = { $standing ->
    [met] { $of } printed = drawn + left + void + lost
   *[other] { $number } slips in the tray are not struck: scrutineers scan them
}
check-slips_printed_add_up = slips printed = drawn + left + void + lost
check-slips_listed_add_up = codes on the list = drawn + lost
slips-line = Slips
slips-line-numbers = { $printed } printed, { $drawn } drawn, { $leftover } left and struck, { $sample } samples, { $lost } lost
slips-line-unreadable = , { $count } left that no device could read (their codes stay on the list and are counted in both sums)
slips-line-listed = { $listed } codes on the list
scrutiny-slips-print = Please print the slips
scrutiny-slips-count = Please count the slips
scrutiny-slips-strike = Please strike the slips that are left
scrutiny-slips-none = Ballot slips (选票码条)

# The booth
booth-no-round = Voting has not begun
booth-no-round-words = Please wait for the chair. This page turns over by itself.
booth-slip = Please scan your slip (选票码条)
booth-slip-where = Open the slip and scan the QR code inside with your phone's camera; or take a picture or type the code below.
booth-slip-hint = Printed inside the slip: 22 letters and digits, capitals count, dashes do not.
booth-slip-lost = Lost your slip? Go to the desk before voting begins; you may draw another.
booth-tablet-where = Hold the QR code of your slip before the scanner or the camera, or type its code.
booth-live = Scan with the camera
booth-slip-keep = Keep your slip: a further round is voted with the same one.
booth-slip-already-cast = A ballot was cast with this code already; each code casts once. If that was not you, tell the secretariat at once.
booth-print-receipt = Print the receipt
booth-tablet-receipt = Photograph or scan this code with your phone: it shows later that your ballot is in the box.
booth-finish = Done
booth-stay = Go on
booth-text-left = Back to the start in { $seconds } s
booth-text-no-camera = The camera cannot be used. Use the scanner, or type the code.
booth-text-slip-struck = This slip is struck (not given out, or opened as a sample) and cannot vote. If you drew it at the desk, tell the secretariat at once.
booth-text-slip-foreign = This slip is not of this session: it may be of another session, another congress, or withdrawn. Please ask at the desk.

# Tablets of the hall
tablets-title = Tablets of the hall
tablets-lead = One deputy after another votes on them; after the receipt they return to the start and keep nothing.
tablets-alive = { $alive } of { $of } are alive
tablets-name = Name
tablets-state = State
tablets-link = Tablet mode
tablets-is-alive = Alive
tablets-is-silent = Silent
tablets-show = Link and QR code
tablets-qr = QR code of the tablet mode of { $name }
tablets-remove = Remove
tablets-none = No tablets yet
tablets-none-mend = Give each tablet a name, then open its link on it.
tablets-add = Add a tablet
tablets-name-hint = Such as “Tablet 1”: it stands on its back.
tablets-add-button = Add
tablets-how = Getting ready
tablets-how-open = On the tablet, signed in as nobody, scan its QR code once. It stays in tablet mode after reloads and restarts.
tablets-how-full = Use the browser's full screen or kiosk mode; switch autofill and screenshots off.
tablets-how-scan = A hand scanner just needs connecting; the camera needs https. Set the keyboard to English.
tablets-how-off = To leave tablet mode, open this on the tablet:
tablets-knows = This page shows which tablets are alive; who votes on them, or how many, it does not.
tablet-no-name = Please give it a name of at most { $most } characters. Nothing was added.
tablet-name-taken = Another tablet has this name. Nothing was added.
tablet-too-many = There may be { $most } at most. Nothing was added.
notice-tablet-added = Added. Open its link on the tablet.
notice-tablet-removed = Removed.

# Slips on the checking page
check-slip = This is a ballot slip (选票码条)
check-slip-good = It is on the lists of this round and all later ones. Compare the fingerprint with the one printed on it.
check-slip-session = Session
check-slip-void = The code has not left this device. A slip opened as a sample is handed to a scrutineer and voided; no deputy may have it.
check-slip-wrong = It is not on all the lists it should be on ({ $on } of { $of } rounds), or the fingerprint of the list differs. Tell a scrutineer: these slips must not be used.
