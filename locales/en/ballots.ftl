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
deputy-home-take-ballot = Take ballot
deputy-home-issued = Ballot taken
deputy-home-issued-words = Please wait for the chair to open the vote. The button for voting appears here by itself.
deputy-home-see-code = Show the ballot code (选票码)
deputy-home-voting = Please vote
deputy-home-voting-words = Voting is open. If you have voted already, you will see your receipt (回执).
deputy-home-enter-booth = Go to the ballot
deputy-home-other-device = Vote on another device
deputy-home-missed = No ballot for this round
deputy-home-missed-words = We are sorry: voting is open, the list of ballot codes (选票码) is sealed and none can be added. You take no part in this round. If this is not as it should be, tell the secretariat (大会秘书处).
deputy-home-closed = The box is sealed
deputy-home-closed-words = Voting has ended; the scrutineers (监票人) are opening the box. The presidium (主席团) will announce the result.
deputy-home-counted = The count is done
deputy-home-counted-words = Once the scrutineers (监票人) have signed, the presidium (主席团) announces the result.
deputy-home-void = This round is void
deputy-home-void-words = The whole round is void and will be held again. Please wait for the chair.
deputy-home-see-result = See the result
deputy-home-read-candidates = Read the candidate projects

round-number = Round { $number }

# Deputies: taking a ballot
issue-title = Take your ballot (领票)
issue-issued = Ballot taken (已领票)
issue-words = Your ballot code (选票码) is made on this device and stays on it. Take the ballot with the device you are going to vote with.
issue-consequence = One ballot for each deputy in a round. Afterwards, please do not clear this browser’s data.
issue-button = Take ballot
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
issue-cast = You have voted.
issue-see-receipt = Show the receipt (回执)
issue-storage-unavailable = This browser does not let the page keep data, so no ballot can be taken. Leave the private window or use another browser.
issue-worker-not-loaded = The program for taking a ballot did not load completely. Open this page again; if that fails, use another browser.
issue-program-failed = Something went wrong ({ $code }). Open this page again; if that fails, tell the secretariat.

issue-not-issuing = Ballots are not being given out now, so none was taken. Go back to the session page to see where the session stands.
issue-not-present = You have not checked in, so no ballot was given out. Please check in first.
issue-already-issued = You have taken your ballot of this round already; no other was given out. Use the device you took it on; if it is lost, go to the secretariat’s desk before voting opens.
issue-bad-key = The key of your ballot code arrived incomplete; no ballot was given out. Reload this page and try again; if that fails, use another browser.
notice-issue-not-now = No ballot can be taken now. See below where the session stands.

# The ballot
mark-approve = Approve
mark-oppose = Oppose
mark-abstain = Abstain
mark-choose = Choose
mark-do-not-choose = Do not choose

booth-title = Ballot, round { $number }
booth-heading = Ballot, round { $number }
booth-loading = Preparing the ballot (选票)
booth-no-script = Voting needs scripts
booth-no-script-why = Your ballot is encrypted on your device before it is sent, so this page cannot do without scripts.
booth-no-script-mend = Turn scripts on and open this page again, or use another browser. If that fails, vote on a device at the secretariat’s desk (大会秘书处).
booth-code = Enter your ballot code
booth-code-label = Ballot code (选票码)
booth-code-hint = Made when you took your ballot: 22 letters and digits; capitals matter, dashes do not.
booth-code-open = Open the ballot
booth-details = Details
booth-lead-unit = Lead unit (牵头单位): { $unit }
booth-review-button = Review and cast
booth-review = Review your ballot
booth-consequence = Once cast, your ballot cannot be changed.
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
booth-text-waiting-to-load = Fetching the ballot. If voting is not open yet, or there is no connection, this page tries again by itself.
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
cast-unavailable = The system cannot take ballots right now; yours was not taken. Wait a little and try again; it is never cast twice.

# Secretariat: ballots given out
issuing-title = Ballots given out (发票)
issuing-open = Under way
issuing-closed = List sealed
issuing-none = Ballots are not being given out yet
issuing-none-mend = Start at the desk.
issuing-to-desk = To the desk
issuing-words-open = A deputy who lost the ballot code (选票码) may have the ballot cancelled and take a new one until the vote is opened: the secretariat presses, and a scrutineer (监票人) standing by enters name and password.
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
issuing-cancel = Cancel and re-issue
issuing-cancel-consequence = The old ballot code stops working at once and the deputy can take a new ballot. A scrutineer must stand by.
issuing-cancel-login = Scrutineer’s name
issuing-cancel-password = Scrutineer’s password
issuing-cancel-button = Cancel this ballot
cancel-scrutineer-refused = The scrutineer’s name or password is wrong; nothing was cancelled. The scrutineer should enter them again in person.
cancel-too-late = The vote is open and the list is sealed; nothing was cancelled.
cancel-not-issued = This deputy has no ballot in this round; there is nothing to cancel.
notice-issue-cancelled = Cancelled. The deputy can now take a new ballot.

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
preflight-copies = { $number } of { $of } scrutineers have confirmed their copy of the seed. Whoever has none cannot help open the box
preflight-quorum = { $standing ->
    [met] Quorum reached: { $number } present, { $of } needed
   *[other] Quorum not reached: { $number } present, { $of } needed
}
preflight-issued = { $standing ->
    [met] { $number } ballots taken, { $of } deputies present
   *[other] No deputy has taken a ballot yet
}
preflight-keys-agree = { $standing ->
    [met] { $number } ballot codes for { $of } ballots given out
   *[other] { $number } ballot codes but { $of } ballots given out: stop and find out why
}
preflight-issued-but-absent = { $number ->
    [one] One deputy with a ballot has left: correct the attendance or cancel the ballot
   *[other] { $number } deputies with a ballot have left: correct the attendance or cancel the ballots
}
preflight-not-all-issued = { $number } of { $of } present have taken no ballot, and cannot once the vote is open

prepare-blocked = Something is still missing; ballots are not being given out. See the list below.
prepare-round-exists = Ballots have been started for this session already; they were not started again.
prepare-paper = The candidate projects cannot be printed on a ballot ({ $why }); nothing was started. Check their titles.
open-blocked = Something is still missing; the vote was not opened. See the list below.
open-wrong-state = This round cannot be opened now. The page is up to date: see which step it is.
close-wrong-state = This round cannot be closed now. The page is up to date: see which step it is.
notice-issuing-started = Ballots are being given out. Deputies can take theirs now.
notice-round-opened = The vote is open. Deputies can vote now.
notice-round-closed = The box is sealed and the count has begun.

preflight-roll-unchanged = { $standing ->
    [met] The roll is that of the first round
   *[other] The roll differs from that of the first round: restore it first
}
