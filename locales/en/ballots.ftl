# Deputies: the session page
deputy-home-title = Session
deputy-home-check-in = Check in
deputy-home-check-in-words = Please check in with the hall code (签到码) on the big screen.
deputy-home-not-yet = Check-in has not begun
deputy-home-not-yet-words = When it does, the field appears on this page by itself. Meanwhile you can read the candidate projects.
deputy-home-excused = Excused (请假)
deputy-home-excused-words = You are recorded as excused from this session. If you are here after all, please check in at the desk at the door.
deputy-home-waiting = You are checked in
deputy-home-waiting-words = Please wait for the ballots. The button for taking yours appears here by itself.
deputy-home-issuing = Take your ballot (领票)
deputy-home-issuing-words = Ballots are being given out: one for each deputy in a round.
deputy-home-issued = Ballot taken
deputy-home-issued-words = Please wait for the chair to open the vote. The button for voting appears here by itself.
deputy-home-voting = Please vote
deputy-home-voting-words = Voting is open. If you have voted already, please wait for the result.
deputy-home-voted = You have voted
deputy-home-voted-here = A ballot was cast on this device at
deputy-home-voted-not-you = If it was not yours: use the device on which you took your ballot, or open “Vote on another device” there and scan the code with this one.
deputy-home-pending = A ballot on this device is waiting to be sent; it is not in the box yet.
deputy-home-go-on-sending = Go on sending
deputy-home-code-here = Your ballot code (选票码) is kept on this device.
deputy-home-waiting-to-turn = Waiting for the network. This page is brought up to date by itself.
deputy-home-enter-booth = Go to the ballot
deputy-home-other-device = Vote on another device
deputy-home-missed = No ballot for this round
deputy-home-missed-words = We are sorry: voting is open, the list of ballot codes (选票码) is sealed and none can be added. You take no part in this round. If this is not as it should be, tell the secretariat (大会秘书处).
deputy-home-paper = You vote on paper
deputy-home-paper-words = You took a paper ballot at the desk. When the chair opens the vote, mark it and put it into the ballot box in the hall. You cannot take an electronic ballot in this round.
deputy-home-closed = The box is sealed
deputy-home-closed-words = Voting has ended; the scrutineers (监票人) are opening the box. The presidium (主席团) will announce the result.
deputy-home-counted = The count is done
deputy-home-counted-words = Once the scrutineers (监票人) have signed, the presidium (主席团) announces the result.
deputy-home-announced = The result is announced
deputy-home-announced-words = The chosen projects are being carried out; progress, supervision and ratings are public. What you see on your rounds, write under “Deputies' notes”.
deputy-home-rated = The rating is published
deputy-home-rated-words = What the deputies and what the public say are published apart. Progress and supervision stay public.
deputy-home-void = This round is void
deputy-home-void-words = The whole round is void and will be held again. Please wait for the chair.
deputy-home-rating = Rating of the year's projects
deputy-home-see-rating = See the rating
deputy-home-see-result = See the result
deputy-home-look-up = Look up my ballot by its receipt
deputy-home-read-candidates = Read the candidate projects

round-number = Round { $number }

# Deputies: taking a ballot
issue-title = Take your ballot (领票)
issue-issued = Ballot taken (已领票)
issue-voting = Please vote
issue-closed = Voting has ended
issue-void = This round is void
issue-words = Your ballot code (选票码) is made on this device and stays on it. Take the ballot with the device you are going to vote with.
issue-consequence = One ballot for each deputy in a round. Afterwards, please do not clear this browser’s data.
issue-button = Take ballot
issue-waiting-to-send = Waiting for the network. The ballot code is ready; your ballot is taken by itself, and once only.
issue-no-script = Taking a ballot needs scripts
issue-no-script-mend = Turn scripts on and open this page again, or use another browser. If that fails, take your ballot on a device at the secretariat’s desk (大会秘书处).
issue-code-here = Your ballot code (选票码) is kept on this device. Please wait for the chair to open the vote.
issue-code-here-voting = Voting is open. Your ballot code (选票码) is on this device.
issue-enter-booth = Go to the ballot
issue-back-to-wait = Back to the session page
issue-back = Back to the session page
issue-show-code = Vote on another device
issue-show-code-words = Open the ballot on the other device and enter this code. Show it to nobody.
issue-copy = Copy
issue-copied = Copied
issue-qr-words = Or scan this code with the other device.
issue-qr-label = QR code for voting on another device
issue-code-elsewhere = You have taken your ballot, but its code (选票码) is not on this device.
issue-code-elsewhere-mend = Please vote with the device you took the ballot on. If it is lost, have the ballot cancelled at the secretariat’s desk (大会秘书处) and take a new one before voting opens.
issue-code-elsewhere-voting = Please vote with the device you took the ballot on, or look up the code there and enter it here.
issue-type-code = Enter the ballot code
issue-see-receipt = Show the receipt (回执)
issue-closed-not-cast = Voting has ended; the ballot on this device was not cast.
issue-closed-elsewhere = Voting has ended. The ballot code is not on this device; if you voted on another one, the receipt (回执) is there.
issue-void-words = The whole round is void and its ballots no longer count. Please wait for the chair.
issue-paper = You vote on paper
issue-paper-words = You took a paper ballot for this round, so no electronic one. To change, hand the paper back to the secretariat (大会秘书处) before the vote is opened and have it cancelled.
issue-cancelled = Your earlier ballot code was cancelled
issue-cancelled-words = The secretariat and a scrutineer cancelled the ballot you took before. Press the button below to take a new one; a new code is made.
issue-cancel-requested = Cancellation under way
issue-cancel-requested-words = The secretariat asked for your ballot to be cancelled; a scrutineer has yet to confirm. If you did not ask for this, tell the secretariat at once.
issue-storage-unavailable = This browser does not let the page keep data, so no ballot can be taken. Leave the private window or use another browser.
issue-worker-not-loaded = The program for taking a ballot did not load completely. Open this page again; if that fails, use another browser.
issue-program-failed = Something went wrong ({ $code }). Open this page again; if that fails, tell the secretariat.

issue-not-issuing = Ballots are not being given out now, so none was taken. Go back to the session page to see where the session stands.
issue-not-present = You have not checked in, so no ballot was given out. Please check in first.
issue-already-issued = You have taken your ballot of this round already; no other was given out. Use the device you took it on; if it is lost, go to the secretariat’s desk before voting opens.
issue-bad-key = The key of your ballot code arrived incomplete; no ballot was given out. Reload this page and try again; if that fails, use another browser.
issue-key-cancelled = This ballot code was cancelled and cannot be used again; no ballot was given out. Reload this page and try again: a new code is made.
issue-has-paper = This deputy holds a paper ballot for this round; no electronic one was given out. To change, have the paper ballot cancelled at the secretariat first.
issue-has-electronic = This deputy has taken an electronic ballot for this round; no paper was given out. To change, ask for it to be cancelled; once a scrutineer has confirmed, give out the paper.
issue-no-paper-rating = A rating takes electronic ballots only; no paper was given out. A deputy without a device uses one of the hall's.
notice-issue-not-now = No ballot can be taken now. See below where the session stands.
notice-paper-issued = One paper ballot is recorded as given out.

# The ballot
mark-approve = Approve
mark-oppose = Oppose
mark-abstain = Abstain
mark-satisfied = Satisfied
mark-basically = Basically
mark-dissatisfied = Dissatisfied
mark-choose = Choose
mark-do-not-choose = Do not choose

booth-title = Ballot, round { $number }
booth-rating-heading = Rating paper { $number }
booth-heading = Ballot, round { $number }
booth-loading = Preparing the ballot (选票)
booth-waiting = Voting has not begun
booth-waiting-words = Please wait for the chair. The ballot opens on this page by itself.
booth-no-script = Voting needs scripts
booth-no-script-why = Your ballot is encrypted on your device before it is sent, so this page cannot do without scripts.
booth-no-script-mend = Turn scripts on and open this page again, or use another browser. If that fails, vote on a device at the secretariat’s desk (大会秘书处).
booth-code = Enter your ballot code
booth-code-label = Ballot code (选票码)
booth-code-hint = Made when you took your ballot: 22 letters and digits; capitals matter, dashes do not.
booth-code-open = Open the ballot
booth-code-where = The code is on the device on which you took your ballot: open the session page there, choose “Vote on another device”, and it is shown with a QR code.
booth-scan = Scan the QR code with the camera
booth-scan-hint = Take a picture of the QR code on that device; the picture does not leave this one. The scanner of your phone will do as well.
booth-code-lost = If that device is lost, go to the secretariat’s desk (大会秘书处): you can vote on a device there.
booth-text-scanning = Reading the QR code.
booth-text-nothing-scanned = No ballot code was found in the picture. Go closer and take the whole QR code sharply, or enter the code.
booth-receipt-done = You are done and may close this page.
booth-details = Details
booth-lead-unit = Responsible: { $units }
booth-review-button = Review and cast
booth-review = Review your ballot
booth-consequence = Once cast, your ballot cannot be changed.
booth-sealed = Ballot sealed on this device, number
booth-open-fold = Test the sealing first? (optional)
booth-open-words = Instead of casting this ballot you may have it opened here and see on another device whether it holds your marks; note the number above first. An opened ballot shows its marks and can never be cast; another one is sealed afterwards.
booth-open = Open this one, do not cast it
booth-paper-fingerprint = Fingerprint of the paper
booth-keys-code = Scrutineers' code (对照码)
booth-text-key-of-others = The key that would seal your ballot is not the scrutineers': whoever holds it could see how you vote. Do not vote; tell a scrutineer (监票人) at once.
booth-text-trustees-wrong = The scrutineers' keys do not pass the check. Do not vote; tell a scrutineer (监票人) at once.
booth-list-fingerprint = Fingerprint of the list
booth-as-on-screen = The same as on the hall screen? If not, do not vote and tell the secretariat at once.
booth-opened = Opened, not cast
booth-opened-words = Scan this with another device, or enter the number below on the checking page. It must be the number you noted before.
booth-opened-qr = QR code for checking this ballot
booth-opened-where = Checking page:
booth-seal-another = Back to the ballot, seal another
booth-text-opening = Opening the ballot.
booth-text-waiting-to-open = Waiting for the network. This goes on by itself.
booth-text-nothing-sealed = The ballot is not sealed yet. Go back and review it again.
booth-text-bad-opening = The ballot arrived incomplete and was not opened. Go back to the ballot and try again.
booth-change = Go back
booth-cast = Cast ballot
booth-sending-heading = Casting your ballot
booth-sending-words = Please keep this page open. The ballot is cast once; reloading does not cast it twice.
booth-voted = You have voted
booth-in-the-box = Your ballot is in the box.
booth-receipt = Receipt (回执)
booth-qr-label = QR code for looking up the receipt
booth-save = Save the receipt
booth-copy = Copy
booth-copied = Copied
booth-look-up = With the receipt you can see that your ballot is in the box:
booth-look-up-link = check it yourself (自己核验)
booth-receipt-is = The receipt does not show how you voted; anybody may see it.
booth-stopped = You cannot vote now
booth-reload = Open again
booth-enter-code = Enter another ballot code
booth-back = Back to the session page

booth-text-marked = { $marked } of { $total } marked
booth-text-counted = Approve (赞成): { $counted } of at most { $cap }. Oppose is 反对, abstain 弃权.
booth-text-counted-choose = Chosen (选): { $counted } of at most { $cap }
booth-text-cap-reached = You have approved { $cap }, the most allowed. To approve this one, first change another.
booth-text-cap-reached-choose = You have chosen { $cap }, the most allowed. To choose this one, first change another.
booth-text-unmarked = Not marked: { $rows }. Each counts as an abstention (弃权).
booth-text-unmarked-choose = Not marked: { $rows }. Each counts as not chosen (不选).
booth-text-unmarked-mark = Not marked (abstain)
booth-text-unmarked-mark-choose = Not marked (not chosen)
# The script trims what it reads: the invisible last character keeps the space.
booth-text-list-separator = ,{ " \u200B" }
booth-text-sending = Encrypting and sending your ballot.
booth-text-waiting-to-send = No connection: your ballot is waiting. It is ready and kept on this device, and is sent by itself when the connection returns.
booth-text-waiting-to-load = Loading the ballot; while the network is down this is tried again by itself.
booth-text-receipt-name = receipt.txt
booth-text-receipt-file =
    Voted at { $time }
    Receipt (回执) { $tracker }
    Look up { $lookup }
booth-text-code-malformed = A ballot code has 22 letters and digits, none of them 0, O, I or l. Compare it with the original and enter it again.
booth-text-key-not-listed = This ballot code is not on the list of this round. Use the device you took your ballot on, or ask the secretariat (大会秘书处).
booth-text-election-differs = The ballot received is not the one published for this round. Do not vote; tell the secretariat (大会秘书处) at once.
booth-text-election-unreadable = The ballot arrived incomplete. Open it again; if that fails, tell the secretariat (大会秘书处).
booth-text-paper-differs = The projects on this page are not those on the ballot. Do not vote; tell the secretariat (大会秘书处) at once.
booth-text-tracker-differs = The server’s receipt differs from this device’s. Keep this page and tell the secretariat (大会秘书处): { $tracker }
booth-text-storage-unavailable = This browser does not let the page keep data, so you cannot vote with it. Leave the private window or use another browser.
booth-text-worker-not-loaded = The voting program did not load completely. Open it again; if that fails, use another browser or vote at the secretariat’s desk (大会秘书处).
booth-text-program-failed = Something went wrong ({ $code }). Your marks are kept; open the page again and retry.
booth-text-bad-ballot = The ballot arrived incomplete and was not taken. Open the page again and vote once more; if that fails, tell the secretariat (大会秘书处).

cast-no-such-round = There is no such round; the ballot was not taken. Go back to the session page and enter the ballot again.
cast-not-open-yet = Voting has not begun; the ballot was not taken. Please vote after the chair has opened the vote.
cast-round-closed = Voting has ended and the box is sealed; the ballot was not taken.
cast-not-on-list = This ballot code is not on the list of this round; the ballot was not taken. Use the device you took your ballot on, or ask the secretariat (大会秘书处).
cast-already-cast = This ballot code has voted already, and each votes once. If it was not you, tell the secretariat (大会秘书处) at once.
cast-bad-ballot = The ballot arrived incomplete and was not taken ({ $why }). Open the ballot again and vote once more; if that fails, tell the secretariat (大会秘书处).
cast-shows-its-marks = This ballot was badly encrypted and would show its marks, so it was not taken. Open the ballot in another browser and vote again.
cast-cap = More projects are approved than allowed, or the proof of their number is missing; the ballot was not taken. Open the ballot again and vote once more.
cast-was-opened = This ballot was opened to be checked and can never be cast. Open the ballot again; another one is sealed.
cast-bad-opening = What arrived is no ballot that can be opened ({ $why }). Open the ballot again and try once more.
cast-too-many-opened = At most { $most } ballots may be opened under one code; no other was opened. Please vote, or ask the secretariat.
cast-unavailable = The system cannot take ballots right now; yours was not taken. Wait a little and try again; it is never cast twice.

# Secretariat: ballots given out
issuing-title = Ballots given out (发票)
issuing-open = Under way
issuing-closed = List sealed
issuing-none = Ballots are not being given out yet
issuing-none-mend = Start at the desk.
issuing-to-desk = To the desk
issuing-words-open = A deputy who lost the ballot code (选票码) may have the ballot cancelled and take a new one until the vote is opened: the secretariat asks, and a scrutineer (监票人) confirms in a sign-in of their own. It takes both.
issuing-words-closed = The list of ballot codes (选票码) is sealed: none is added or cancelled any more, and the system no longer knows which deputy has which.
issuing-search = Name or card number
issuing-search-button = Find
issuing-no-match = No such deputy. Please check the name or the card number.
issuing-show-all = Show all
issuing-number = Card number
issuing-name = Name
issuing-delegation = Delegation
issuing-attendance = Attendance
issuing-ballot = Ballot
issuing-is-issued = Taken
issuing-not-issued = Not taken
issuing-cancel-waits = Waits for a scrutineer
issuing-cancel-withdraw = Withdraw the cancellation
issuing-cancel = Cancel and re-issue
issuing-cancel-consequence = Once a scrutineer confirms, the old ballot code stops working for good and the deputy can take a new ballot.
issuing-cancel-button = Ask a scrutineer to cancel it
issuing-words-paper = A deputy without a device may vote on paper: check the person and the card, hand over one stamped blank ballot, then press “Give paper”. One person has one ballot, on the screen or on paper.
issuing-of-paper = of these on paper: { $count }
issuing-is-paper = Taken on paper
issuing-give-paper = Give paper
issuing-cancel-paper-consequence = A scrutineer takes the paper back, destroys it in front of the deputy, and then confirms; the deputy can take a new ballot.
cancel-too-late = The vote is open and the list is sealed; nothing was cancelled.
cancel-not-issued = This deputy has no ballot in this round; there is nothing to cancel.
cancel-not-requested = No cancellation waits to be confirmed; nothing was done. It may have been dealt with or withdrawn.
notice-issue-cancelled = Cancelled. The deputy can now take a new ballot.
notice-cancel-requested = Asked. Until a scrutineer confirms, the old ballot code stays good.
notice-cancel-withdrawn = Withdrawn; the old ballot code stays good.
notice-cancel-declined = Not cancelled; the old ballot code stays good.

# Scrutineers: cancelling a ballot
cancellations-title = Cancel ballots
cancellations-words = The secretariat asks for these ballots to be cancelled. See the deputy in person before you confirm.
cancellations-none = Nothing waits to be confirmed
cancellations-none-words = Requests of the secretariat appear on this page by themselves.
cancellations-requested-by = Asked by { $name }
cancellations-confirm = Cancel this ballot
cancellations-decline = Do not cancel it

# Checking an opened ballot
check-title = Check an opened ballot
check-lead = A ballot that was opened on a voting device instead of being cast shows its marks here.
check-code = Number of the ballot
check-code-hint = As the voting device shows it, at least the first 16 characters. Capitals count, blanks do not.
check-button = Check
check-no-script = This page encrypts the ballot again with a script
check-no-script-mend = Without scripts the button gives you a file, which our program can check:
check-loading = Checking
check-good = The marks in this ballot
check-good-words = This device encrypted the marks again with the published random numbers, and everything came out as in the sealed ballot. The ballot was not cast and never can be.
check-same = Two more things to compare
check-tracker = Number of the ballot
check-same-words = The number must be the one noted before opening, the fingerprint the one on the hall screen, and the marks those you made on the voting device. If anything differs, do not vote on that device and tell the secretariat at once.
check-limit = The program of this page comes from this system as well. To depend on us for nothing, write one after the verification document, or run piaojue verify-opened.
check-another = Check another ballot
check-bad = The check failed
check-bad-mend = Do not vote on that device. Keep both screens as they are and tell the secretariat at once.
check-no-code = The number has at least 16 characters: letters, digits, “+” and “/”. Please compare it with the voting device.
check-not-opened = No such number. Please check capitals, above all O and 0, l and 1. A ballot that was not opened is not found here.
check-text-waiting-to-load = Waiting for the network; this is tried again by itself.
check-text-differs = What is sealed in the ballot is not what it is said to hold.
check-text-malformed = The file is incomplete, or no opened ballot.
check-text-worker-not-loaded = The checking program did not load completely. Reload this page; if that fails, use another browser.
check-text-program-failed = The ballot did not pass the check ({ $code }).

# Desk: what stands in the way
preflight-candidates = { $standing ->
    [met] Candidate projects: { $number }
   *[other] There are no candidate projects; enter them first
}
preflight-method = { $standing ->
    [met] The voting method (票决办法) is adopted
   *[other] No voting method (票决办法) is adopted; record one first
}
preflight-seats-exceed = { $number } to be chosen (应选), but only { $of } candidates: seats cannot exceed candidates
preflight-approvals-exceed = Up to { $number } approvals, but only { $of } candidates: make it smaller
preflight-margin_below_minimum = Fewer spare candidates (差额比例) than the voting method recommends. A hint only; it blocks nothing
preflight-prior-review = { $standing ->
    [met] The standing committee’s deliberation is recorded
   *[other] The standing committee’s deliberation (常委会审议) is not recorded: without it there is no vote
}
preflight-opinions = Opinions of the standing committee without an outcome: { $number }
preflight-list-sealed = { $standing ->
    [met] The list is sealed
   *[other] The list came from proposals: it is deliberated, put up and sealed first
}
preflight-list-broken = The list is not what was sealed: check it, unseal it, seal it again
preflight-roll = { $standing ->
    [met] Roll: { $number } deputies in office
   *[other] There is no roll (名册); import it first
}
preflight-scrutineers = { $standing ->
    [met] { $number } scrutineers (监票人), one of them chief
   *[other] At least two scrutineers (监票人) are needed, one of them chief; there are { $number }
}
preflight-key = { $standing ->
    [met] The scrutineers’ key is made
   *[other] The scrutineers’ key is not made yet
}
preflight-copies = { $standing ->
    [blocks] Only { $number } scrutineers have confirmed a copy of their seed, and { $of } are needed to open the box. Not confirmed: { $names }
   *[other] Not confirmed that the seed is copied: { $names }
}
preflight-quorum = { $standing ->
    [met] Quorum reached: { $number } present, { $of } needed
   *[other] Quorum not reached: { $number } present, { $of } needed
}
preflight-issued = { $standing ->
    [met] { $number } ballots taken, { $of } deputies present
   *[other] No deputy has taken a ballot yet
}
preflight-keys-agree = { $standing ->
    [met] { $number } ballot codes for { $of } electronic ballots given out
   *[other] { $number } ballot codes but { $of } electronic ballots given out: stop and find out why
}
preflight-election-signed = { $standing ->
    [met] { $number } scrutineers have signed the election, { $of } needed: ballots are sealed for the scrutineers' keys
    [hint] Not enough scrutineers have signed the election ({ $number } of { $of }). A rehearsal goes on without; the vote does not
   *[other] Waiting for scrutineers to sign the election ({ $number } of { $of }): on their own devices they check and sign that ballots are sealed for their keys
}
election-not-waiting = The election need not be signed now. Go back to the scrutineers' page and see what is next.
election-signed-already = You have signed; nothing more is needed.
election-signature-wrong = This signature does not fit your key in the election and was not taken. Check your seed; if it is right, tell the secretariat (大会秘书处).
notice-election-signed = Signed: ballots are sealed for your key and the other scrutineers'.
preflight-issued-but-absent = { $number ->
    [one] One deputy with a ballot has left: correct the attendance or cancel the ballot
   *[other] { $number } deputies with a ballot have left: correct the attendance or cancel the ballots
}
preflight-not-all-issued = { $number } of { $of } present have taken no ballot, and cannot once the vote is open
preflight-cancel-requests = { $number ->
    [one] One cancellation is undecided: a scrutineer confirms it, or it is withdrawn
   *[other] { $number } cancellations are undecided: a scrutineer confirms them, or they are withdrawn
}
preflight-paper-alone = Only one ballot on paper: the certificate gives paper a line of its own, which would show how this deputy voted. Give out more paper, or cancel it and let the deputy vote on a device of the hall
preflight-paper-few = Only { $number } ballots on paper (fewer than { $of }): the certificate gives paper a line of its own, which may show how somebody voted

prepare-blocked = Something is still missing; ballots are not being given out. See the list below.
prepare-round-exists = Ballots have been started for this session already; they were not started again.
prepare-paper = The candidate projects cannot be printed on a ballot ({ $why }); nothing was started. Check their titles.
open-blocked = Something is still missing; the vote was not opened. See the list below.
open-wrong-state = This round cannot be opened now. The page is up to date: see which step it is.
close-wrong-state = This round cannot be closed now. The page is up to date: see which step it is.
notice-issuing-started = Ballots are being given out. Deputies can take theirs now.
notice-round-opened = The vote is open. Deputies can vote now.
notice-round-closed = The box is sealed and the count has begun.

preflight-box-unreadable = { $standing ->
    [met] What lies in the box can be read
   *[other] What lies in the box cannot be read: no part given by a scrutineer opens it. Have the last backup looked at; if it is no better, annul the round (作废) and order it again
}
preflight-roll-unchanged = { $standing ->
    [met] The roll is that of the first round
   *[other] The roll differs from that of the first round: restore it first
}
issuing-few-paper = { $count ->
    [one] { $count } ballot
   *[other] { $count } ballots
} on paper so far; with fewer than 5 voting cannot be opened
issuing-few-paper-words = The certificate counts them in a line of their own: with few, others may see who voted how. Plan for at least 5. If there are not so many, the presidium has to accept it on record, and never with a single one.
issuing-missing = Present without a ballot: { $count }
issuing-only-missing = Only these { $count }
