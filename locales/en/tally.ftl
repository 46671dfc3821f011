day = { $day } { $month ->
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
   *[other] December
} { $year }
print = Print

number-in-office = In office ({ "应\u2060到" })
number-excused = Excused ({ "请\u2060假" })
number-present = Present ({ "实\u2060到" })
number-issued = Issued ({ "发\u2060出" })
number-returned = Returned ({ "收\u2060回" })
number-valid = Valid ({ "有\u2060效" })
number-not-cast = Not cast ({ "未\u2060投" })

# The tally certificate
paper-title = Tally certificate (计票报告单)
paper-turnout = Meeting and turnout
paper-number = Number
paper-date = Held
paper-in-office = In office
paper-excused = Excused
paper-present = Present
paper-quorum = Quorum
paper-met = reached
paper-not-met = not reached
paper-issued = Issued
paper-returned = Returned
paper-valid = Valid
paper-absent = Absent
paper-void = Void
paper-not-cast = Not cast
paper-absent-words = Absent (缺席): { $absent }, neither excused nor checked in ({ $in-office } in office less { $excused } excused and { $present } present).
paper-method = Voting method
paper-method-version = Version { $version }, { $seats } to be chosen,{ " " }
paper-method-mark = each needing approvals from more than half of all deputies ({ $mark } votes)
paper-method-mark-present = each needing approvals from more than half of the deputies present ({ $mark } votes)
paper-method-no-mark = by number of approvals
paper-votes = Votes for each project
paper-ballot-number = No.
paper-project = Project
paper-approve = Approve
paper-oppose = Oppose
paper-abstain = Abstain
paper-over-mark = Over the mark
paper-rank = Rank
paper-outcome = Outcome
paper-yes = yes
paper-no = no
paper-chosen = chosen
paper-not-chosen = not chosen
paper-separator = ,{ " " }
paper-conclusion = Conclusion: { $count ->
    [one] no. { $numbers } is chosen.
   *[other] nos. { $numbers } are chosen, { $count } in all.
}
paper-conclusion-none = Conclusion: no project is chosen.
paper-fingerprints = Checks and fingerprints
paper-checks = Checks
paper-agrees = holds
paper-differs = does not hold
paper-fingerprint = Fingerprints
paper-fingerprint-archive = Box
paper-fingerprint-key-list = List of ballot codes
paper-archive = Fingerprint (指纹) of the box
paper-key-list = Fingerprint of the list of ballot codes
paper-election = Fingerprint of the ballot
paper-chief = Chief scrutineer
paper-scrutineer = Scrutineer
paper-signed = Signed
paper-unsigned = Not signed
paper-secretariat = Secretariat
paper-confirmed = Confirmed:
paper-unconfirmed = Not confirmed
paper-announced = Announced
paper-not-announced = Not announced
paper-signing = Signatures
paper-role = Office
paper-name = Name
paper-in-the-system = Signed in the system
paper-hash = Fingerprint of this certificate (SHA-256)

check-returned_within_issued = returned ≤ issued
check-issued_within_present = issued ≤ present
check-present_within_in_office = present ≤ entitled to attend
check-returned_is_valid_plus_void = returned = valid + void
check-project_sum_is_valid = approve + oppose + abstain = valid, for each project
check-approvals_within_cap = all approvals ≤ valid × approvals allowed

# The result
result-title = Result { $year }
result-title-year = Livelihood projects { $year }:
result-title-what = { " the" }
result-title-end = { " result" }
result-not-yet = The result is not announced yet
result-not-yet-words = After the vote the scrutineers (监票人) open the box and sign; then the presidium (主席团) announces. Until then no number is shown here.
result-not-yet-receipt = With a receipt (回执) a deputy can see at any time that the ballot is in the box:
result-candidates = Read the candidate projects
result-lead = { $returned } deputies voted; { $chosen ->
    [one] one project was chosen.
   *[other] { $chosen } projects were chosen.
}
result-lead-list = { $chosen ->
    [one] One project was chosen.
   *[other] { $chosen } projects were chosen.
}
result-lead-none = { $returned } deputies voted; no project was chosen.
result-votes = Votes
result-caption = Votes for each candidate project, by number of approvals
result-rank = Rank
result-project = Project
result-picture = Votes
result-mark = { $mark } to pass
result-approve = Approve
result-oppose = Oppose
result-abstain = Abstain
result-number = No. { $number }
result-chosen = Chosen (通过)
result-not-chosen = Not chosen (未通过)
result-cut-mark = { $rest ->
    [0] The { $chosen } above passed the mark within the { $seats } seats and are chosen
   *[other] The { $chosen } above passed the mark within the { $seats } seats and are chosen; the { $rest } below are not
}
result-cut-top = { $rest ->
    [0] The { $chosen } above are within the { $seats } seats and are chosen
   *[other] The { $chosen } above are within the { $seats } seats and are chosen; the { $rest } below are not
}
result-cut-none = No project is chosen
legend-approve-chosen = Approve (赞成), chosen
legend-approve-rest = Approve, not chosen
legend-oppose = Oppose (反对)
legend-abstain = Abstain (弃权)
legend-mark = Votes needed: { $mark }, more than half of the { $of } deputies entitled to attend
legend-mark-present = Pass mark: { $mark } votes, more than half of { $of } present
result-turnout = Turnout
result-present-rate = { $rate } % of { $of }
result-returned-rate = { $rate } % of { $of }
result-void = { $void } void
result-list = The projects chosen
result-list-only = In the order of the ballot. The voting method publishes the list, not the votes.
result-papers = Notice and certificate
result-notice = { $style ->
    [named] Notice (公告) { $number }
   *[plain] Notice (公告) no. { $number }
}
result-certificate = Tally certificate (计票报告单)
tables-votes = Votes of every project
tables-rounds = Figures of every round
result-hash = Fingerprint (指纹) of the certificate, SHA-256
result-verify-words = Every ballot lies encrypted in the box and nobody can read it. The count comes with proofs that anyone can check with a program of their own.
result-verify-words-list = With the receipt (回执) a deputy can see that the ballot is in the box.
result-verify-link = How to check, and receipt look-up
result-verify-link-list = Receipt look-up
result-projects = See how these projects are going
file-archive = Ballot box archive
file-archive-words = encrypted ballots and all proofs
file-caps = Proofs of the cap, caps.jsonl
file-caps-words = no ballot approves more than allowed
file-certificate = Certificate, certificate.json
file-certificate-words = full text and signatures

# The notice
announcement-title = Notice (公告)
announcement-head = { " Notice" }
announcement-number = { $style ->
    [named] { $number }
   *[plain] No. { $number }
}
announcement-words = On { $day } the { $session } of the { $congress } chose by secret ballot { $count ->
    [one] one livelihood project
   *[other] { $count } livelihood projects
} for { $year }, which are hereby announced:
announcement-words-none = On { $day } the { $session } of the { $congress } voted by secret ballot on the livelihood projects of { $year }; no project was chosen. This is hereby announced.
announcement-item = { $n }.{ " " }
announcement-hash = Fingerprint (指纹) of the tally certificate

# Check it yourself
verify-title = Check it yourself (自己核验)
verify-lead = Anybody can check that a ballot is in the box and that the count is right.
verify-mine = Is my ballot in the box?
verify-not-open = Voting has not begun
verify-not-open-words = Receipts can be looked up once the vote is open.
verify-in-the-box = In the box
verify-in-the-box-words = This ballot is in the box and will be counted when the box is sealed.
verify-in-the-box-counted = This ballot is in the box and is counted.
verify-confirm = This is my ballot; I have checked it
verify-confirm-words = Only that this ballot was checked is kept, not by whom.
verify-confirmed = The owner of this ballot has checked it.
verify-checked = Ballots checked by their owners: { $count }.
verify-checked-after = After the box was published: { $count } more.
verify-checked-limit = Until the box is published only a receipt leads to a ballot. Afterwards anybody can compute all receipts, so the later ones are counted apart and prove little.
checked-not-in-the-box = No ballot with this receipt lies in the box; nothing was counted. Please check the receipt and look it up again.
notice-ballot-checked = Noted: the owner of this ballot has checked it.
verify-not-there = Not found
verify-not-there-words = No ballot in the box has this receipt. Check capitals, and O against 0, l against 1. If it still is not found, give the receipt to a scrutineer (监票人).
verify-no-receipt = This is not a complete receipt
verify-no-receipt-words = A receipt has 43 characters: letters, digits, “+” and “/”. Compare it with the one you saved and enter it again.
verify-tracker = The characters of the receipt (回执)
verify-tracker-hint = 43 of them; capitals matter, spaces do not.
verify-tracker-wrong = The length or a character is wrong.
verify-look-up-alone = This is looked up on your device: the browser fetches the list of all receipts and searches it by itself. The server learns neither which one you look for nor who you are.
verify-look-up-no-script = This browser runs no scripts, so the receipt is sent to the server: if you are signed in, it can see who looked up which ballot. Sign out first, or use another browser.
verify-text-looking = Looking …
verify-text-unavailable = The list did not come, so nothing can be said yet. Check the network and press “Look up” again.
verify-look-up = Look up
verify-all = Check the whole count again
verify-all-not-yet = After the announcement the box, the proofs and the certificate are here for anybody to download and check every step.
verify-all-list-only = This vote’s method publishes the list only: neither box nor votes are published. All scrutineers have checked and signed the count.
verify-here = Verify everything in this browser
verify-here-words = One press: your browser downloads the published box, proofs and certificate and checks all of it again on this device: every ballot, every proof, the sums, the opening, the votes, the signatures. Nothing is sent, and nobody else's program is used.
verify-here-no-script = Verifying on this device needs scripts. Turn them on, or use the program below.
verify-good = Everything agrees
verify-good-words = The published votes are those in the box, and every ballot in the box keeps the rules.
verify-seconds = seconds
verify-workers = threads
verify-bad = One check failed
verify-bad-words = Please take a picture of this page and tell a scrutineer (监票人). For experts:
verify-text-loading = Downloading the published files …
verify-text-verifying = Checking ballot by ballot on this device …
verify-check-round = Round { $number }
verify-check-agreed = Before voting began { $signed } scrutineers had signed that ballots are sealed for their keys
verify-text-election-unsigned = Not enough scrutineers have signed for the key that sealed the ballots
file-elections = Scrutineers' signatures for the key
file-elections-words = elections.jsonl, a line a scrutineer, signed before voting
verify-check-counts = Issued, returned and votes on the tally certificate are those of the box, and the fingerprints agree
verify-check-signed = The tally certificate is signed by the scrutineers { $names }
verify-check-sealed = The system's seal on the tally certificate holds
verify-text-ballot-refused = Ballot { $ballot } does not pass
verify-text-broken = The box is incomplete or was changed
verify-text-counts-differ = The numbers on the certificate are not those in the box
verify-text-certificate-differs = The fingerprint of the certificate is not that of its content
verify-text-not-signed = There is no valid signature of the scrutineer { $name }
verify-text-signature-wrong = A signature does not hold
verify-text-seal-wrong = The system's seal does not hold
verify-text-second-box = For this round this device has checked a box with the code { $first } before; now it is { $second }. A round has one box
verify-text-storage = This browser cannot keep which box it has checked. Leave private browsing and try again
verify-text-worker = The checking program did not load completely. Open this page again; if that fails, use another browser.
verify-experts = For experts: check with a program
verify-experts-words = The button above checks everything but who is chosen by the voting method; the program below checks that, too, and needs no trust in the scripts of this site.
verify-format = Formats and how everything is checked
verify-step-download = Download the files below into one folder.
verify-step-run = Run:
verify-step-read = The program prints one line for each check. Every check must pass, and the fingerprints shown must match those below.
verify-other-tools = You need not use our program: the box is a Belenios v1 archive, and Belenios tools written by others check every ballot, the sums and the opening. Its own election verify skips the ballots and the comparison of the tally and is not enough by itself; make audit ARCHIVE=FILE.bel, from the sources, adds those steps.
verify-other-tools-caps = All but one thing: that no ballot approves more than allowed is proved in caps.jsonl, which other tools do not check.
verify-limits = What this does not promise
verify-limit-scrutineers = As many scrutineers (监票人) as open the box, usually any two, could together with the server open single ballots. They could never change one.
verify-limit-script = For the minute of voting, the program this server sends to the browser must be believed. It is not minified and can be read; its hashes are below and browsers check them.
verify-limit-proof = A deputy who changes the program to keep the random numbers of the encryption could prove a vote to someone else.
verify-limit-lists = This system gives out the ballot codes (选票码). That none were added is checked by counting people, codes and the attendance sheet, not by mathematics.
verify-programs = Hashes of the voting program
verify-programs-words = Browsers check these (SRI, SHA-384) before they run a script, and refuse it if they differ.
verify-programs-source = Follow a file’s name to read the program: it is not minified and is what the browser runs. It is built from the public sources (folder client); anybody can build it again and compare every byte.
verify-sealing = Does the sealing program tell the truth?
verify-sealing-words = While voting, any deputy may have a sealed ballot opened instead of cast, and see on another device whether it holds the marks made. The program cannot know which one will be opened, so cheating risks being caught. An opened ballot can never be cast.
verify-script = Script
verify-script-hash = Hash
verify-seal = Public key of the system’s seal (Ed25519, Base64), for checking the seal on the certificate:

begin-count-wrong-secret = The count was not begun: the server's secret is not the one with which this round was prepared, and its part would open nothing. Have the right secret put back and the server started again, then begin the count here; if it is lost, annul the round (作废) and order it again.
begin-count-wrong-state = The count cannot begin now. The page is up to date: see which step it is.
share-not-counting = The box is not being opened now; your part was not taken. Go back to scrutiny and see which step it is.
share-given-already = Your part is here already; there is nothing more to give.
share-wrong = Your part does not open this box ({ $why }) and was not taken. Check your seed and try again; if that fails, tell the secretariat (大会秘书处).
draft-not-counted = This round is not counted yet, so no certificate can be drawn up. Open the box first.
draft-exists = This round has its certificate already; none was drawn up again.
draft-rules = By the voting method no certificate can be drawn up ({ $why }). Check the presidium’s decision, mend it and try again.
next-round = By the voting method a further round must be held before a certificate can be drawn up.
next-tie-decision = There is a tie at the last seats; the presidium must decide.
next-shortfall-decision = Fewer projects passed than are to be chosen; the presidium must decide whether to hold a further ballot.
sign-not-drafted = This document takes no more signatures; nothing was signed.
sign-signed-already = You have signed already; there is nothing more to sign.
sign-wrong = The signature does not fit this certificate; nothing was signed. Open the page again, check your seed and sign.
certify-unsigned = Scrutineers who have not signed: { $missing }. Nothing was confirmed; wait until all have.
certify-already = This document is confirmed already; nothing was done again.
announce-not-certified = The certificate is not confirmed yet; nothing was announced. Confirm it first.
announce-already = This result is announced already; nothing was done again.
announce-no-number = Enter the number of the notice, at most 40 characters.
announce-not-a-day = Enter the day of the notice, such as 2024-02-03.
announce-before-the-session = The notice cannot be dated before the session.
announce-in-the-future = The notice cannot be dated in the future.
notice-count-begun = The count has begun. Scrutineers can open the box.
notice-certificate-drafted = The certificate is drawn up. Scrutineers can compare and sign.
notice-certificate-certified = The certificate is confirmed and the chosen projects are set up.
notice-result-announced = The result is announced. The public can see it now.
notice-share-given = Your part is given.
notice-certificate-signed = You have signed the certificate.

# Rounds
round-heading-first = { $number ->
    [1] Round 1: first ballot, { $seats } to be chosen
   *[other] Round { $number }: vote held anew, { $seats } to be chosen
}
round-heading-revote = Round { $number }: re-vote (再次投票) among the tied, { $seats } to be chosen
round-heading-further_ballot = Round { $number }: further ballot among those not chosen, { $seats } to be chosen
round-state-preparing = Being prepared
round-state-issuing = Ballots are being issued
round-state-voting = Voting
round-state-closed = Box sealed
round-state-counting = Being counted
round-state-counted = Counted
round-state-void = Void
round-ordered = The presidium (主席团) decided:{" "}
round-annulment = Asked for by { $by }, confirmed by { $confirmed }. The presidium’s reason:{" "}
conclusion-complete = Every seat is filled. Chosen: nos. { $numbers } ({ $chosen } in all).
conclusion-complete-beyond = Those equal at the cut are all taken. Chosen: nos. { $numbers } ({ $chosen } in all, { $seats } beyond the seats).
conclusion-tie-revote = { $chosen ->
    [0] Nos. { $tied } are equal; a re-vote is held (seats left: { $seats }).
   *[other] Chosen: nos. { $numbers } ({ $chosen } in all). Nos. { $tied } are equal, and a re-vote is held (seats left: { $seats }).
}
conclusion-tie-presidium = Nos. { $tied } are equal; the presidium (主席团) decides (seats left: { $seats }).
conclusion-shortfall-accepted = { $chosen ->
    [0] No project is chosen; by the voting method this is the result.
   *[other] Chosen: nos. { $numbers } ({ $chosen } in all, { $seats } short of the seats); by the voting method this is the result.
}
conclusion-shortfall-further = { $chosen ->
    [0] No project is chosen; a further ballot is held among the rest.
   *[other] Chosen: nos. { $numbers } ({ $chosen } in all, { $seats } short of the seats); a further ballot is held among the rest.
}
conclusion-shortfall-presidium = { $chosen ->
    [0] No project is chosen; the presidium (主席团) decides whether to hold a further ballot.
   *[other] Chosen: nos. { $numbers } ({ $chosen } in all, { $seats } short of the seats); the presidium (主席团) decides whether to hold a further ballot.
}
conclusion-void-returned-exceed-issued = More ballots came back than were issued: the round is void and is held again.
conclusion-void-no-quorum = The quorum was not present: the round is void and is held again.
conclusion-void-annulled = The round is annulled (作废) and is held again.
decision-choose_tied = The presidium (主席团) chose nos. { $numbers }. Reason:{" "}
decision-accept_fewer = The presidium (主席团) decided against a further ballot. Reason:{" "}
decision-further_ballot = The presidium (主席团) decided on a further ballot. Reason:{" "}
paper-meeting = Meeting and voting method
paper-withdrawn = Withdrawn with its round; of no effect.
paper-tied = Tied
paper-no-box = The round was never opened for voting; there is no box.
paper-objected = Objected
paper-conclusion-next-round = Conclusion: a further round is to be held.
paper-conclusion-next-tie-decision = Conclusion: the presidium is to decide.
paper-conclusion-next-shortfall-decision = Conclusion: the presidium is to decide.
objections-title = Objections of scrutineers
objections-of = Objection (异议)
objections-ruling = Ruling of the presidium
ruling-overruled = Not followed:{" "}
ruling-annulled = Followed, the round is annulled:{" "}
ruling-pending = The presidium is to rule
result-lead-rounds = { $rounds } rounds were held and { $chosen } projects chosen.
result-void-round = This round is void
file-archive-round = Archive of the box, round { $round }
file-corrigendum = Corrigendum { $number } corrigendum-{ $number }.json

# Corrigenda
corrigenda-title = Corrigenda (更正)
corrigendum-title = Corrigendum no. { $number }
corrigendum-of = Corrects the tally certificate { $certificate } with the hash
corrigendum-date = Date
corrigendum-place = Place
corrigendum-place-hint = Which field of the certificate, such as 会议日期
corrigendum-stands = As it stands
corrigendum-stands-hint = Exactly as in the certificate
corrigendum-should-be = Should be
corrigendum-reason = Reason
corrigendum-reason-hint = How it was found, and why it was wrong
corrigendum-own-sheet = Print corrigendum { $number }
corrigendum-hash = Hash of the corrigendum (SHA-256)
corrigenda-words = A certificate cannot change once it is confirmed. A mistake is mended only by a numbered corrigendum signed by every scrutineer; the public sees both. A corrigendum changes neither votes nor outcome.
corrigenda-new = Draw up a corrigendum
corrigenda-consequence = Every scrutineer signs it; its text cannot change any more.
corrigenda-button = Draw up the corrigendum
corrigenda-pending = Waiting for signatures
corrigenda-waiting = Every scrutineer is to compare and sign. Then the confirmation appears here.
corrigenda-certify-consequence = From then on it is in force and published with the certificate.
corrigenda-certify-button = Confirm the corrigendum
corrigenda-in-force = In force
corrigendum-signing-consequence = A signature cannot be taken back. The seed is used in your browser only and never sent.
certificate-corrected = { $count ->
    [one] One corrigendum belongs to this certificate; it follows below.
   *[other] { $count } corrigenda belong to this certificate; they follow below.
}
correct-not-certified = The certificate is not confirmed yet, so there is nothing to correct. Object to it before it is signed.
correct-one-pending = Corrigendum { $number } is not in force yet, so no other was drawn up. Have it signed and confirm it first.
correct-nothing-changes = Not drawn up: both texts are the same.
correct-bad-text = Not drawn up: every field is needed, with at most { $most } characters and no line breaks.
notice-corrigendum-drafted = The corrigendum is drawn up. The scrutineers are to compare and sign it.
notice-corrigendum-certified = The corrigendum is in force and published with the certificate.
notice-corrigendum-signed = You have signed the corrigendum.

# Objections
objection-title = You do not agree? Object
objection-words = If you hold that the certificate is wrong, do not sign it: object and say why.
objection-reason = Objection (异议) and reason
objection-reason-hint = Kept on record and printed on the certificate.
objection-consequence = Nothing is confirmed before the presidium has ruled.
objection-button = Object
objection-mine = You have objected
objection-waits = Please wait for the presidium’s ruling.
signing-withdrawn = This certificate is withdrawn
signing-withdrawn-words = The round it rests on was annulled, so it is no longer to be signed. After the new round there will be a new one: go back to your page.
object-not-drafted = This certificate is no longer to be signed, so the objection was not recorded. Go back to your page and see which one is current.
object-signed = You have signed this certificate and can no longer object. If you have found a mistake, ask the secretariat for a corrigendum.
object-not-to-this = A corrigendum takes no objection; nothing was recorded. If it is wrong, do not sign it and tell the secretariat (大会秘书处).
object-already = Your objection is on record already.
object-no-reason = Not recorded: please give your reason in at most { $most } characters.
sign-objected = You have objected and the presidium has not ruled, so nothing was signed. Please wait for the ruling.
overrule-nothing = There is no objection to rule on. The page is up to date now: see which step it is.
overrule-no-reason = Not recorded: please give the presidium’s reason in at most { $most } characters.
certify-objected = { $objections ->
    [one] One objection waits for the presidium, so nothing was confirmed. Record the ruling first.
   *[other] { $objections } objections wait for the presidium, so nothing was confirmed. Record the rulings first.
}
annul-certified = The certificate is confirmed, so the round can no longer be annulled. A wrong word in a tally certificate is mended by a corrigendum.
notice-objection-raised = Your objection is on record; the presidium will rule.
notice-objection-overruled = The presidium’s ruling is on record.
order-moved-on = No new round can begin now. The page is up to date now: see which step it is.
order-no-record = Not begun: please give the presidium’s decision in at most { $most } characters, without line breaks.
order-settled = The result stands; no further round is needed.
order-roll-changed = The roll differs from that of the first round, so no further round can be held. Restore the roll as it was.
order-no-quorum = { $present } are present and { $needed } are needed, so no further round can begin. Wait until enough have checked in.
notice-round-ordered = The new round has begun: ballots are being issued.

# The whole decision
timeline-title = The whole decision (票决全过程)
timeline-words = Every round is kept here, void ones too; a later round never overwrites an earlier one.
timeline-empty = No round has begun
timeline-candidates = Candidates
timeline-opened = Opened
timeline-closed = Sealed
timeline-turnout = Deputies and ballots
timeline-turnout-words = { $in-office } entitled to attend, { $present } present (quorum { $quorum }); { $issued } issued, { $returned } returned, { $not-cast } not cast
timeline-conclusion = Conclusion
timeline-certificate = Tally certificate { $number }
timeline-drafted = Drawn up
timeline-withdrawn = Withdrawn with its round
timeline-certified = Confirmed

verify-in-a-void-box = In the box of an annulled round
verify-in-a-void-box-words = This ballot is in the box, but the presidium annulled that round: it does not count. See the whole decision.
scrutiny-correct-words = Corrigendum { $number } waits for you to compare and sign it.
scrutiny-correct-link = See the corrigendum
paper-void-round = This round is void: the { $returned } ballots returned count for nothing.
paper-void-reasons = Void, why

# Paper ballots
beside-title = On paper
beside-box = Electronic
beside-numbers = { $issued } given out, { $returned } returned, { $valid } valid, { $void } void, { $notcast } not cast; in { $bundles } bundles. Counted in the figures above
beside-none-returned = { $issued } given out, not counted.
beside-tellers = Tellers:{" "}
beside-by-people = Paper is counted by people, by two of them independently until they agree; the archive of the box proves nothing of it.
beside-box-numbers = { $issued } given out, { $returned } returned
beside-votes = Electronic and paper votes of each project
beside-summary = Of these on paper: { $returned }
check-paper_returned_within_issued = paper: returned ≤ given out
check-paper_returned_is_valid_plus_void = paper: returned = valid + void
check-paper_project_sum_is_valid = paper: approve + oppose + abstain = valid for every project
check-paper_approvals_within_cap = paper: approvals ≤ valid × the most allowed
draft-paper-not-counted = The paper ballots are not counted yet; nothing was drawn up. First two tellers count them and confirm.
notice-draft-paper-not-counted = The paper ballots are not counted yet; no certificate was drawn up. Count and confirm them here first.
scrutiny-paper = Count the paper ballots
scrutiny-paper-words = Some deputies voted on paper; two tellers count and enter it, each for themselves.
verify-limit-paper = Some deputies voted on paper: people counted it. The archive and the programs here show that it adds up with the rest, and prove nothing of the paper itself.
verify-in-a-rehearsal = This ballot is in the box of the rehearsal
verify-in-a-rehearsal-words = Ballots of a rehearsal count for nothing, and are gone once it is deleted.
bundles-title = Paper ballots as they were counted
bundles-words = Two tellers counted every bundle, neither seeing what the other entered; it counts only where both agree. Every entry is here, those corrected later too.
bundles-bundle = Bundle { $number }
bundles-teller = Teller
bundles-at = Entered
bundles-votes = Votes
bundles-row = No. { $number }: approve { $approve }, oppose { $oppose }, abstain { $abstain }
bundles-few = One of the bundles has fewer than five ballots: votes are not shown by bundle, since they would show what somebody chose.

# who cannot sign
signed-by = { $count } signed
signed-by-overruled = , { $count } objected, not followed
signed-by-unable = , { $count } could not and { $count ->
    [one] signs
   *[other] sign
} by hand
desk-unable = cannot sign
paper-unable = Cannot sign with the key; confirmed by { $name }: 
paper-by-hand = Signature by hand
paper-seal = (Seal) { "            " } Date
paper-corrected = { $count ->
    [one] One corrigendum stands beside this certificate, on a sheet of its own.
   *[other] { $count } corrigenda stand beside this certificate, each on a sheet of its own.
}
unable-title = Scrutineers who cannot sign
unable-of = { $name } cannot sign
unable-waits = Waiting for the chief scrutineer; where it is the chief's own, another scrutineer confirms.
unable-confirmed-by = Confirmed by { $name }. Please sign by hand on the printed form.
unable-confirm = Confirm that it is so
unable-confirm-consequence = Once confirmed, the document may stand without this signature, which is given by hand on the printed form; the reason and your name are published with it.
unable-declare = Seed lost, or otherwise unable to sign?
unable-declare-for = { $name } cannot sign?
unable-words = This is no objection: you have nothing against the document, you only cannot sign it with a key.
unable-reason = Why not
unable-reason-hint = Such as: the slip with the seed is lost. It is published with the document.
unable-consequence = It counts once the chief scrutineer confirms it. Signing is still possible afterwards, and then the signature counts.
unable-button = Record that it cannot be signed
unable-signed = Not recorded: this scrutineer has signed.
unable-objected = Not recorded: this scrutineer has objected.
unable-already = It is on record already; it was not recorded twice.
unable-no-reason = Not recorded: please give the reason, in at most { $most } characters.
unable-nothing = Not confirmed: it has been confirmed already, or is not yours to confirm.
unable-to-confirm = A scrutineer cannot sign, and you are asked to confirm it
unable-to-confirm-link = See and confirm
notice-unable-declared = Recorded; it waits to be confirmed.
notice-unable-confirmed = Confirmed.
corrigenda-withdraw = Withdraw this corrigendum
corrigenda-withdraw-consequence = It is no longer to be signed, and its number is not used again; another can be drawn up.
notice-corrigendum-withdrawn = The corrigendum is withdrawn.
paper-audit = Audit list when this was drawn up, entry { $entries }
paper-list = List of candidates

# What was decided to be changed between two rounds
vote-part-list = list of candidates
vote-part-roll = roll of deputies
vote-part-method = voting method
change-after = Changed after void round { $number }
change-decided = decided to change: { $parts }. Reason:{" "}
change-recorded = Recorded by { $by }, confirmed by { $confirmed }
change-removed = Taken off, No. { $number }:{" "}
change-added = Taken on, No. { $number }:{" "}
change-renumbered = The candidates’ numbers have changed
change-roll = The roll has changed: deputies in office { $before }, then { $after }
change-method = Voting method: version { $before }, then version { $after }
change-anew = All rounds before are void and decide nothing; those after it begin anew under what was changed.
change-no-body = Say which meeting decided, in { $most } characters at most.
change-bad-day = Say on which day it was decided: not before the day that round began, not after today.
change-no-part = Choose what is to be changed.
change-moved-on = Not asked for: a change can be made only while the latest round is void and the next has not begun.
change-something-decided = Not asked for: a round has decided on some of the projects, so list, roll and voting method stay. A change takes another vote at a later meeting.
change-slips-drawn = Not asked for: deputies hold slips already, so the roll stays. List and voting method can still be changed.
