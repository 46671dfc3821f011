desk-title = Desk (会务)
desk-blocked = The lines marked with a red square must be settled before this step.
desk-check-blocks = Must be settled:
desk-check-hint = Hint:
desk-live = Live numbers
desk-clock = Server's clock: { $at }
desk-clock-off = The server's clock says { $at }, which is not the day of the session ({ $date }). Notice, signatures and check-ins are dated by it: let the operator set the clock, or check the date of the session.
desk-refresh = Refresh
articles-title = Text of the voting method (票决办法)
articles-words = Written from the settings of the voting method, to be handed out and adopted. The text is in Chinese; to change it, change the method.
articles-link = As articles, to print and adopt
articles-back = Back to the voting method
articles-foot = Voting method, version { $version }, fingerprint
desk-screen = Hall screen (会场大屏)
desk-steps = Steps of the session
desk-step-done = Done
desk-step-now = Now
desk-step-later = Not yet
desk-more = Records
desk-roll = Roll of deputies (名册)
desk-cards = Sign-in cards (登录卡)
desk-attendance = Attendance (签到)
desk-review = Standing committee’s deliberation (常委会审议)
desk-method = Voting method (票决办法)
desk-public-notice = Notice (公告)
desk-projects = The projects in public
desk-words-for-the-chair = Words for the chair (主持词)

step-start-issuing = Give out ballots (发票)
step-open-round = Open the vote (开始投票)
step-close-round = Seal the box (封箱)
step-begin-count = Begin the count (计票)
step-wait-for-shares = Open the box (开箱)
step-draft-certificate = Draw up the certificate (计票报告单)
step-certify = Sign and confirm (核验签署)
step-announce = Announce (公告)
step-done = This vote is complete

desk-start-issuing-ready = Everything is ready.
desk-start-issuing-consequence = From then on candidates, voting method and scrutineers can no longer change; deputies who are checked in can take a ballot.
desk-start-issuing-button = Start giving out ballots
desk-open-round-ready = Everything is ready.
desk-open-round-consequence = The list of ballot codes (选票码) is sealed: none can be added or cancelled. Deputies begin to vote.
desk-open-round-button = Open the vote
desk-issued = Issued
desk-returned = Returned
desk-not-cast = Not cast
desk-close-round-missing = { $missing ->
    [one] One ballot is still out. Once the box is sealed it counts as not cast.
   *[other] { $missing } ballots are still out. Once the box is sealed they count as not cast.
}
desk-close-round-all = All ballots given out are in the box.
desk-close-round-consequence = No ballot is taken any more and the count begins at once. This cannot be taken back.
desk-close-round-button = Seal the box
desk-begin-count-words = The box is sealed, but the count did not follow.
desk-begin-count-consequence = The system works out and publishes the encrypted sums of all ballots and gives its own part; then it waits for the scrutineers.
desk-begin-count-button = Begin the count
desk-shares-words = { $threshold } scrutineers are needed to open the box; { $given } have given their part.
desk-signers = Scrutineers
desk-share-given = Given
desk-share-waiting = Not given yet
desk-shares-next = Scrutineers (监票人) sign in on their own devices and enter their seeds. As soon as there are enough, the votes are put together and this page moves on by itself.
desk-draft-words = The votes are counted. Look at the result, then draw up the certificate.
desk-draft-link = See the result
desk-certify-words = All scrutineers (监票人) compare and sign. When they have, the confirmation appears here.
desk-certify-ready = Ready to be confirmed: compare the fingerprint first. Scrutineers:
desk-signed = Signed
desk-sign-waiting = Not signed
desk-see-certificate = See and print the certificate
desk-password = Your password
desk-password-hint = To be sure it is you, enter the password you sign in with once more.
desk-code = One-time code
desk-code-hint = Each works once; use the newest.
desk-certify-consequence = The certificate can no longer change, and the chosen projects are set up at once.
desk-certify-button = Confirm
desk-announce-words = The certificate is confirmed. When the presidium (主席团) has decided to announce, enter number and day of the notice, preview it, and publish.
desk-notice-number = Number of the notice (公告编号)
desk-notice-number-hint = As a rule the number only, such as 3, which the notice prints as 第 3 号; a number with a 号 of its own is printed as it is.
desk-notice-day = Day of the notice
desk-notice-day-hint = Printed under the notice. Today is filled in; or the day of the session, where the server's clock is too far from it.
desk-announce-rehearsal = This is a rehearsal: the public will not see it.
draft-notice-title = Draft of the notice (公告)
draft-notice-words = Check before publishing: this is the notice as it will be printed.
draft-notice-fields = Number and day
draft-notice-show = Preview the notice
draft-notice-again = Preview again
draft-notice-figures = { $count ->
    [one] One project was chosen.
   *[other] { $count } projects were chosen.
}
desk-announce-consequence = The public sees the result, the notice and the projects at once. This cannot be taken back.
desk-announce-button = Announce
desk-done-words = The result is announced and the projects are set up.

# Spoken in the hall, so in Chinese in both languages.

chair-start-issuing = 各位代表，本次会议应到代表{ $in-office }名，请假{ $excused }名，实到{ $present }名，符合法定人数。现在进行“{ $item }”，先发选票。请各位代表打开手机，点“领取选票”。每位代表一张，请用自己的设备领取。
chair-no-quorum = 各位代表，本次会议应到代表{ $in-office }名，实到{ $present }名，不足法定人数{ $needed }名，现在不能进行票决。请工作人员联系未到的代表，请各位代表稍候。
chair-not-ready = Not everything is ready: nothing is said yet. The desk lists what is missing.
chair-open-round = 各位代表，应到{ $in-office }名，实到{ $present }名，符合法定人数；发出选票{ $issued }张。现在开始投票，选票码名单随即封存，指纹显示在大屏上，请监票人核对。请各位代表逐项标记，核对后投出；投出后不能更改。
chair-start-issuing-slips = 各位代表，本次会议应到代表{ $in-office }名，请假{ $excused }名，实到{ $present }名，符合法定人数。现在进行“{ $item }”，先发选票。请各位代表到签到台随机抽取一张选票码条，每位代表一张，请保管好，投票开始前不要拆开。
chair-open-round-slips = 各位代表，应到{ $in-office }名，实到{ $present }名，符合法定人数；发出选票{ $issued }张，剩余的码条已由监票人全部核销。现在开始投票，选票码名单随即封存，指纹显示在大屏上，请监票人核对。请各位代表拆开码条，用手机或者会场平板扫码，逐项标记，核对后投出；投出后不能更改。
chair-close-round = 各位代表，发出选票{ $issued }张，收回{ $returned }张，未投{ $not-cast }张。
chair-hurry = 还没有投票的代表，请抓紧投票。……
chair-closing = 投票结束，现在封箱。请监票人开箱计票。
chair-announce = 各位代表，{ $session }“{ $item }”计票完毕。
chair-signed-by-all = 计票报告单已经{ $signed }名监票人全部签署。
chair-signed-by-some = 计票报告单已经{ $signed }名监票人签署。
chair-signed-but = 计票报告单由{ $signed }名监票人签署；{ $objected }名监票人提出异议，主席团没有采纳。
chair-announce-counts = 应到代表{ $in-office }名，实到{ $present }名；发出选票{ $issued }张，收回{ $returned }张，有效票{ $valid }张，无效票{ $void }张。
chair-announce-chosen = 按照票决办法，获得通过的项目共{ $count }项：
chair-announce-end = 现在宣布，以上{ $count }项为{ $year }年度民生实事项目，并予公告。
chair-announce-none = 按照票决办法，没有项目获得通过。现予宣布，并予公告。
chair-chosen = 第{ $number }号，
chair-chosen-votes = ，赞成{ $approve }票
chair-sheet-link = All words on one sheet, to print
chair-sheet-words = The step that is due has its figures; those of later steps are left open: refresh or print the sheet again then. Nothing stands here that is not true.
chair-later-start-issuing = 各位代表，本次会议应到代表　　名，请假　　名，实到　　名（达到法定人数后宣布）。现在进行“{ $item }”，先发选票。请各位代表打开手机，点“领取选票”。
chair-later-open-round = 各位代表，应到　　名，实到　　名，发出选票　　张（达到法定人数后宣布）。现在开始投票，选票码名单随即封存，指纹显示在大屏上，请监票人核对。请各位代表逐项标记，核对后投出；投出后不能更改。
chair-later-close-round = 各位代表，发出选票　　张，收回　　张，未投　　张。投票结束，现在封箱。请监票人开箱计票。
chair-later-begin-count = （由秘书处开始计票，不需要宣布。）
chair-later-wait-for-shares = 各位代表，收回选票　　张。现在开箱计票，请监票人输入各自的密钥。请各位代表稍候。
chair-later-count-paper = （有纸质票的）各位代表，电子票已经计出，现在由计票人清点纸质票。请各位代表稍候。
chair-later-presidium-decides = （须由主席团决定的）各位代表，有关事项须由主席团决定。现在休会片刻，请主席团成员到主席团会议室开会。
chair-later-order-round = （须再次投票的）各位代表，经主席团决定，现在再次投票。请各位代表领取新的选票。
chair-later-draft-certificate = 各位代表，计票已经完成，现在出具计票报告单，由监票人核对、签署。请各位代表稍候。
chair-later-certify = 现在请总监票人和各位监票人核对计票报告单，并签署。
chair-later-announce = 各位代表，“{ $item }”计票完毕。（监票人签署后，宣读通过的项目和票数，并宣布予以公告；到时重印本页。）
chair-wait-for-shares-paper = 各位代表，收回电子选票{ $returned }张，纸质票另行清点。现在开箱计票，请{ $threshold }名以上监票人输入各自的密钥。请各位代表稍候。

draft-title = The count
draft-words = All of this follows from the box; nothing is typed. Look it over, then draw up the certificate.
draft-first = First the presidium (主席团) decides
draft-choose-tied = Tick { $seats }, as the presidium has decided
draft-approvals = { $approve } approvals
draft-accept-fewer = { $chosen } passed, fewer than the { $seats } to be chosen. If the presidium decides to hold no further ballot, these are the result.
draft-accept-fewer-button = Take this as the result and draw up the certificate
draft-reason = The presidium’s decision and its reason
draft-reason-hint = Written into the certificate and published with it.
draft-further-round = Record the presidium’s decision at the desk and begin the new round. The box and the votes of this round are kept.
draft-consequence = Once drawn up it cannot change; the scrutineers sign it.
draft-button = Draw up the certificate
draft-not-now = Not now
draft-to-desk = To the desk

# Two persons
request-open = Opening the vote waits for a second person
request-close = Sealing the box waits for a second person
request-annul = Annulling the round waits for a second person
request-by = Asked for by { $name } at { $at }.
request-waits = Another of the secretariat, or the chief scrutineer { $chief }, confirms in a sign-in of their own.
request-consequence-open = On your confirmation voting begins at once.
request-consequence-close = On your confirmation the box takes no more ballots and the count begins.
request-consequence-annul = On your confirmation the round is void for good and another must be held.
request-confirm-open = Confirm the opening
request-confirm-close = Confirm the sealing
request-confirm-annul = Confirm the annulment
request-withdraw = Withdraw
ask-not-now = The round does not stand so that this can be done. The page is up to date now: see which step it is.
ask-already = { $name } has asked for this already. Confirm it, or have it withdrawn.
ask-no-reason = Not asked for: give the reason, or the decision of the presidium, in at most { $most } characters.
confirm-same-person = Not confirmed: whoever asked may not confirm. Another of the secretariat or the chief scrutineer does so in a sign-in of their own.
confirm-not-entitled = Not confirmed: only the secretariat and the chief scrutineer confirm.
confirm-answered = This has been confirmed or withdrawn already. The page is up to date now.
notice-round-act-requested = Asked for; a second person is to confirm.
notice-round-act-withdrawn = Withdrawn.
notice-round-annulled = The round is annulled.

step-presidium-decides = The presidium decides (主席团决定)
step-order-round = Further round (再次投票)
desk-needs-second = A second person confirms: another of the secretariat, or the chief scrutineer { $chief }
desk-annulled = Round { $number } is annulled
desk-who-start-issuing = The secretariat acts.
desk-who-open-round = Deputies take their ballots; the secretariat opens.
desk-who-close-round = Deputies vote; the secretariat seals the box.
desk-who-begin-count = The secretariat acts.
desk-who-wait-for-shares = The scrutineers act, each with their own seed.
desk-who-presidium-decides = The presidium decides, the secretariat records it.
desk-who-order-round = The presidium decides, the secretariat records it.
desk-who-draft-certificate = The secretariat acts.
desk-who-certify = Every scrutineer signs, the secretariat confirms.
desk-who-announce = The presidium decides, the secretariat records it.
desk-who-done = Nothing is left to do.
desk-decide-link = See the count and record the decision
desk-further-ballot = If the presidium decides on a further ballot
desk-order-first = Round { $number }: the { $candidates } candidates are voted on again, { $seats } to be chosen.
desk-order-revote = Round { $number }: nos. { $numbers } are equal; a re-vote among these { $candidates }, { $seats } to be chosen, at most { $seats } approvals on a ballot.
desk-order-further_ballot = Round { $number }: among the { $candidates } not chosen, nos. { $numbers }, { $seats } to be chosen.
desk-order-ready = Everything is there. Record the presidium’s decision.
desk-record = The presidium’s decision (主席团的决定)
desk-record-hint = Name the meeting and the reason. Written into the certificate and published with it.
desk-order-consequence = A new round begins at once with the issuing of ballots. The rounds before stay as they are.
desk-order-button = Begin the new round
desk-objection = { $name } objects:{" "}
desk-objection-blocks = Nothing is confirmed before the presidium has ruled.
desk-objection-annul = If the presidium follows the objection and wants a new vote:{" "}
desk-ruling-reason = Why the presidium does not follow it
desk-ruling-reason-hint = Printed on the certificate and published. The certificate may then stand without this signature.
desk-overrule-button = Record the ruling: not followed
desk-overruled = Objection not followed
desk-annul-title = Annul this round (作废)
desk-annul-reason = The presidium’s reason for annulling
desk-annul-reason-hint = Written into the certificate and published with it.
desk-annul-consequence = A second person confirms. Round { $number } then decides nothing, but is kept whole; another is held.
desk-annul-button = Ask for the annulment
desk-corrigenda-link = A mistake? Draw up a corrigendum
desk-corrigendum-pending = Corrigendum { $number } is not in force yet

chair-wait-for-shares = 各位代表，收回选票{ $returned }张。现在开箱计票，请{ $threshold }名以上监票人输入各自的密钥。请各位代表稍候。
chair-presidium-decides = 各位代表，计票已经完成。按照票决办法，有关事项须由主席团决定。现在休会片刻，请主席团成员到主席团会议室开会。
chair-order-first = 各位代表，经主席团决定，上一轮投票作废，现在重新投票，候选项目{ $candidates }个，应选{ $seats }项。请各位代表领取新的选票。
chair-order-revote = 各位代表，第{ $numbers }号项目得票相等。按照票决办法，经主席团决定，现在就这{ $candidates }个项目再次投票，应选{ $seats }项，每张选票赞成不得超过{ $seats }项。请各位代表领取新的选票。
chair-order-further_ballot = 各位代表，获得通过的项目少于应选数。经主席团决定，现在就未通过的{ $candidates }个项目再次投票，应选{ $seats }项。请各位代表领取新的选票。
chair-draft-certificate = 各位代表，计票已经完成，现在出具计票报告单，由监票人核对、签署。请各位代表稍候。
chair-certify = 现在请总监票人和各位监票人核对计票报告单，并签署。
draft-further-ballot = If the presidium decides on a further ballot, record it at the desk.

# Paper ballots
step-count-paper = Count the paper
desk-count-paper-words = The electronic ballots are counted, the paper is not. The certificate can be drawn up once two tellers have entered the same figures and confirmed.
chair-count-paper = 各位代表，电子票已经计出，现在由计票人清点纸质票。请各位代表稍候。
chair-on-paper = 另外发出纸质票{ $count }张，请持纸质票的代表把选票投入现场票箱。
desk-who-count-paper = Two tellers count, each for themselves.
desk-other-session = Issuing was not started: since this page was opened, the desk was switched to or from a rehearsal. The page is up to date now; please look again.
desk-done-rehearsal = The rehearsal has gone all the way. No project came of it, and the public sees nothing of it.
desk-waiting-of-projects = What waits about announced projects
desk-waits-rating = A deputies’ rating is under way: see which step is next
desk-waits-adjustment = { $count ->
    [one] One adjustment waits to be settled
   *[other] { $count } adjustments wait to be settled
}
desk-waits-plan = { $count ->
    [one] One plan waits to be checked
   *[other] { $count } plans wait to be checked
}
desk-waits-acceptance = { $count ->
    [one] One sub-item waits for acceptance
   *[other] { $count } sub-items wait for acceptance
}
desk-waits-lead-missing = { $count ->
    [one] One project has no lead unit
   *[other] { $count } projects have no lead unit
}
desk-waits-inspection = { $count ->
    [one] One inspection waits to be checked and published
   *[other] { $count } inspections wait to be checked and published
}
desk-waits-note = { $count ->
    [one] One deputy’s note is not settled
   *[other] { $count } deputies’ notes are not settled
}
desk-waits-overdue = { $count ->
    [one] One follow-up is overdue
   *[other] { $count } follow-ups are overdue
}
desk-waits-remark = { $count ->
    [one] One remark of the public waits to be read
   *[other] { $count } remarks of the public wait to be read
}

audit-act-election-signed = A scrutineer signed the election
audit-act-call-drawn-up = drew up a call
audit-act-call-published = published a call
audit-act-call-extended = extended a call
audit-act-call-reported = reported the result of a call
audit-act-proposal-lists-saved = saved the choices of calls
audit-act-proposal-written-down = wrote a proposal down
audit-act-proposal-sorted = sorted a proposal
audit-act-needs-merged = put proposals together
audit-act-proposal-split = took a proposal apart
audit-act-need-named = renamed a need
audit-act-merge-objection-settled = settled an objection to a merge
audit-act-need-answered = answered a need
audit-act-candidate-taken = made a need a candidate
audit-act-candidate-edited = edited a candidate
audit-act-candidate-moved = moved a candidate, or took it off the list
audit-act-candidate-added = added a candidate
audit-act-candidate-pictures-added = added pictures of a candidate
audit-act-candidate-picture-removed = removed a picture of a candidate
audit-act-list-put-up = put up the list of candidates
audit-act-list-sealed = sealed the list of candidates
audit-act-list-unsealed = unsealed the list of candidates
audit-act-review-opinion-saved = wrote down an opinion of the standing committee
audit-act-review-opinion-removed = removed an opinion of the standing committee
audit-act-screening-method-saved = saved the screening method
audit-act-appraisers-asked = asked for appraisals
audit-act-appraisal-given = gave an appraisal
audit-act-appraiser-recused = recused themselves from an appraisal
audit-act-screening-decision-asked = asked to confirm a screening decision
audit-act-screening-decided = confirmed a screening decision
audit-act-screening-decision-withdrawn = withdrew a screening decision
audit-act-file-withdrawal-asked = asked to take a file down
audit-act-file-withdrawn = took a file down
audit-act-file-withdrawal-dropped = left a file up

# The audit list, the archive
audit-title = Audit list (操作记录)
audit-words = Who did what and when. It only grows and is never changed; { $entries } entries, each with the fingerprint of the one before.
audit-from = From
audit-to = To
audit-name = Name
audit-act = Act
audit-all = All
audit-seq = No.
audit-at = Time
audit-subject = About
audit-export = Export as CSV
audit-older = Older entries
audit-nothing = No such entry
audit-not-a-day = Write the day like 2024-02-03.
audit-hash = Fingerprint of the last entry (SHA-256)
archive-title = File for the archive (归档卷)
archive-words = Roll, voting method, review, candidates, key ceremony, cancelled ballots, paper bundles, certificates, notice, boxes and audit list in one ZIP. Below are the index and the fingerprint of each file; the print goes with the file.
archive-download = Download the file (ZIP)
archive-print = Print the index
archive-paper-title = Index of the archive file (归档卷目录)
archive-at = Made at { $at }: { $count } files, { $kilobytes } KB.
archive-number = No.
archive-name = File
archive-bytes = Bytes
archive-check = To check: unpack and run sha256sum -c SHA256SUMS, or compute the SHA-256 of each file with any tool. The fingerprint of the audit list changes with every later act.
archive-signed = Filed by (signature): { "                    " } Date:
archive-not-yet = Nothing to file yet
archive-not-yet-words = The file can be made once the tally certificate is certified.
audit-act-account-made = Account made
audit-act-account-unlocked = Account unlocked
audit-act-account-reset = Account reset
audit-act-account-closed = Account closed
audit-act-adjustment-effective = Adjustment took effect
audit-act-adjustment-proposed = Adjustment proposed
audit-act-adjustment-refused = Adjustment refused
audit-act-attendance-changed = Attendance changed
audit-act-candidates-imported = Candidates imported
audit-act-candidates-replaced = List of candidates replaced
audit-act-candidates-uploaded = List of candidates uploaded
audit-act-check-in-code-changed = Check-in code changed
audit-act-chief-scrutineer-named = Chief scrutineer named
audit-act-congress-founded = Congress founded
audit-act-congress-host-given = Host name given
audit-act-count-begun = Count begun
audit-act-document-drafted = Document drawn up
audit-act-document-signed = Document signed
audit-act-document-objected = Objection raised
audit-act-document-certified = Document certified
audit-act-follow-up-moved = Follow-up moved on
audit-act-group-leader-named = Leader of a group named
audit-act-hall-countdown-set = Countdown set on the screen
audit-act-hall-screen-set = Screen changed
audit-act-inspection-recorded = Inspection recorded
audit-act-issue-cancel-dropped = Cancellation withdrawn
audit-act-issue-cancel-requested = Cancellation asked for
audit-act-issue-cancelled = Ballot cancelled
audit-act-slips-printed = Slips printed
audit-act-slips-counted = A scrutineer counted the slips
audit-act-slips-withdrawn = Slips withdrawn
audit-act-slip-sampled = A slip checked as a sample, void
audit-act-slips-unreadable = Slips that cannot be scanned, by number
audit-act-tablet-added = Tablet of the hall added
audit-act-tablet-removed = Tablet of the hall removed
audit-act-issuing-started = Issuing started
audit-act-key-ceremony-started = Key ceremony started
audit-act-key-ceremony-voided = Key ceremony voided
audit-act-key-message-taken = Key ceremony: a message taken
audit-act-key-part-refused = Key ceremony: a part refused
audit-act-lead-unit-named = Lead unit named
audit-act-login-cards-issued = Login cards issued
audit-act-note-answered = Note answered
audit-act-note-followed-up = Note followed up
audit-act-note-written = Note written
audit-act-paper-bundle-entered = Paper bundle entered
audit-act-paper-count-called = Paper count called finished
audit-act-paper-count-confirmed = Paper count confirmed
audit-act-paper-count-reopened = Paper count reopened
audit-act-password-changed = Password changed
audit-act-plan-handed-in = Plan handed in
audit-act-plan-published = Plan published
audit-act-plan-returned = Plan returned
audit-act-presidium-decided = Presidium's decision recorded
audit-act-prior-review-recorded = Prior review recorded
audit-act-progress-reported = Progress reported
audit-act-place-added = Place added
audit-act-place-changed = Place changed
audit-act-places-moved = State of places updated
audit-act-place-removed = Place taken off the list
audit-act-places-imported = List of places imported
audit-act-map-outline-uploaded = Outline of streets uploaded
audit-act-place-picture-added = Picture of a place added
audit-act-rating-announced = Rating announced
audit-act-rating-period-set = Rating period set
audit-act-rating-remark-settled = Remark settled
audit-act-rating-sign-made = Rating sign made
audit-act-rehearsal-deleted = Rehearsal deleted
audit-act-rehearsal-started = Rehearsal started
audit-act-rehearsal-switched = Switched to or from the rehearsal
audit-act-result-announced = Result announced
audit-act-roll-imported = Roll imported
audit-act-roll-uploaded = Roll uploaded
audit-act-round-act-confirmed = Confirmed by the second person
audit-act-round-act-requested = Asked for, a second person is to confirm
audit-act-round-act-withdrawn = Withdrawn
audit-act-round-annulled = Round annulled
audit-act-round-closed = Box closed
audit-act-round-opened = Voting opened
audit-act-scrutineer-appointed = Scrutineer appointed
audit-act-scrutineer-withdrawn = Scrutineer withdrawn
audit-act-seed-copy-confirmed = Copy of the seed confirmed
audit-act-session-opened = Session opened
audit-act-share-given = Share of the key given
audit-act-sitting-begun = Sitting begun
audit-act-sub-item-accepted = Sub-item accepted
audit-act-sub-item-given-back = Acceptance given back
audit-act-threshold-key-made = Scrutineers' key made
audit-act-unit-founded = Unit founded
audit-act-voting-method-adopted = Voting method adopted
audit-act-voting-method-drafted = Voting method drafted
audit-act-inspection-rewritten = Inspection rewritten
audit-act-inspection-published = Inspection published
audit-act-inspection-returned = Inspection returned
audit-act-group-joined = Group member added
audit-act-group-left = Group member removed
audit-act-objection-overruled = Objection overruled
audit-act-year-closing-set = closing day of a year set
audit-act-year-report-frozen = report of a year frozen
audit-act-year-report-corrected = corrigendum to the report of a year
audit-act-project-carried-over = project carried over

audit-act-second-box-reported = A scrutineer's browser refused a second box of one round

# the second step
confirm-first = { $what } …
confirm-yes = Yes: { $what }
confirm-start-issuing = { $in-office } in office, { $present } present; on: { $item }
confirm-open-round = { $present } present, { $issued } ballots issued, { $on-paper } of them on paper
confirm-close-round = { $issued } issued, { $returned } returned, { $not-cast } not cast
confirm-rehearsal-delete = The rehearsal that { $name } began at { $at }
confirm-rating-round = { $present } present, { $issued } issued, { $returned } returned

# what else the presidium decides
annulment-waits = Not done: somebody has asked to annul this round, and a second person has not answered yet. Confirm that, or have it withdrawn, first.
recall-ballots-taken = Not recalled: ballots have been taken. This round can only be annulled.
desk-recall = Recall the issuing
desk-recall-reason = Reason
desk-recall-hint = Such as: the list of candidates is wrong. It goes into the audit list.
desk-recall-button = Ask to recall the issuing
request-recall = Recalling the issuing, waiting for a second person
request-consequence-recall = Nobody has taken a ballot. Once recalled it is as if issuing had not begun: roll, candidates, method and session can be changed again.
request-confirm-recall = Confirm the recall
notice-issuing-recalled = The issuing is recalled; roll, candidates and voting method can be changed.
desk-renew-key = Seeds lost, or other scrutineers: make a new key
desk-renew-key-words = Before the next round the presidium may have a new key made by the same or by other scrutineers. The rounds before are not affected.
desk-renew-key-hint = Name the meeting and the reason, such as: two seeds are lost; third meeting of the presidium.
desk-renew-key-button = Ask for a new key
desk-key-retired = The key has been retired. Change the scrutineers if need be and make a new key; then begin the next round.
request-renew-key = A new key, waiting for a second person
request-consequence-renew-key = Once confirmed, the key is retired and scrutineers can be changed; the next round begins only after a new key is made.
request-confirm-renew-key = Confirm the new key
notice-key-retired = The key is retired; please have a new one made.
renew-no-further-round = Not asked for: no further round follows, so no new key is needed. Whoever cannot sign says so on the certificate.
renew-no-key = Not asked for: there is no key now, so one can be made at once.
draft-no-key = Not drawn up: the scrutineers have no key yet.
request-overrule = Not following an objection, waiting for a second person
request-consequence-overrule = Two persons record the presidium's ruling: one asks, and with the second's confirmation the document may stand without this signature.
request-confirm-overrule = Confirm the ruling: not followed
desk-few-paper = Too few on paper
desk-few-paper-words = { $count ->
    [one] There is only { $count } ballot
   *[other] There are only { $count } ballots
} on paper. The certificate counts them in a line of their own, so others may see how these deputies voted. Have at least 5 on paper, or let these deputies vote on the screen; if the presidium accepts it as it is, record that here.
desk-few-paper-hint = Name the meeting and the decision, such as: the third meeting of the presidium accepts 3 ballots on paper.
desk-few-paper-button = Record that the presidium accepts it
notice-few-paper-accepted = The presidium's acceptance is recorded.
few-paper-no-decision = Not recorded: give the decision of the presidium, in at most { $most } characters.
audit-act-session-corrected = session corrected
audit-act-session-taken-at-hand = current session changed
audit-act-account-act-requested = asked about an account
audit-act-account-act-withdrawn = request about an account withdrawn
audit-act-threshold-key-retired = key retired, to be made anew
audit-act-issuing-recalled = issuing recalled
audit-act-few-on-paper-accepted = few ballots on paper accepted by the presidium
audit-act-inability-declared = a scrutineer cannot sign
audit-act-inability-confirmed = confirmed that a scrutineer cannot sign
audit-act-document-withdrawn = document withdrawn
audit-act-signed-in = signed in
audit-act-recovery-code-used = recovery code used
audit-act-provider-set = other sign-in set up
audit-act-provider-removed = other sign-in removed
audit-act-passwords-switched = decided who signs in without a password
audit-act-codes-set-up = one-time codes set up
audit-act-recovery-codes-renewed = recovery codes made anew
set-up-title = Getting ready
set-up-done = Preparations: all is done
set-up-lead = Step by step; leave off and come back whenever you like: how far each step is follows from what is there.
set-up-congress = Congress
set-up-call = Call for proposals
set-up-session = Session (may take over last year's roll and method)
set-up-roll = Roll of deputies
set-up-candidates = List of candidates
set-up-review = Deliberated, put up, sealed
set-up-method = Voting method adopted by the plenary
set-up-scrutineers = Scrutineers and their key
set-up-rehearsal = Rehearse it once
set-up-standing-done = Done
set-up-standing-now = To do now
set-up-standing-open = Open
set-up-standing-may = May be left out
set-up-count-call = { $count ->
    [one] 1 call
   *[other] { $count } calls
}
set-up-count-roll = { $count } deputies
set-up-count-candidates = { $count } candidates
set-up-count-scrutineers = { $count } scrutineers

desk-change = A mistake in list, roll or method: change it after the void round
desk-change-words = While all rounds are void, the list of candidates, the roll and the voting method can be changed by a recorded decision. They are fixed again when the next round begins.
desk-change-what = What is to be changed
desk-change-body = Who decided
desk-change-body-hint = Such as: third meeting of the presidium
desk-change-day = Day of the decision
desk-change-reason = Reason
desk-change-reason-hint = It is published, such as: candidates 3 and 7 are the same, No. 3 is taken off.
desk-change-button = Ask for the change
request-change = A change of list, roll or method, waiting for a second person
request-consequence-change = Once confirmed, what is chosen can be changed until ballots are issued for the next round; decision and reason stand in the certificate and are published.
request-confirm-change = Confirm the change
notice-change-decided = The decision is recorded. Make the changes now, then begin the next round.
audit-act-change-decided = change after a void round decided
