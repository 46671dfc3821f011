home-title = Livelihood projects { $year }: the vote
home-title-candidates = { $count ->
    [one] One candidate project; the deputies decide by ballot
   *[other] { $count } candidate projects; the deputies decide by ballot
}
home-title-projects = { $count ->
    [one] One livelihood project, chosen by the deputies' ballot
   *[other] { $count } livelihood projects, chosen by the deputies' ballot
}
home-title-none = The vote on livelihood projects
home-lead = Livelihood projects (民生实事项目) are proposed by residents, chosen by deputies, carried out by government and rated by all.
home-title-promises = { $count } promises of { $year }
home-as-of = As of { $day }:
home-promises = How each stands
home-moved = The last seven days
home-moved-none = Nothing new in the last seven days.
home-where = Where { $year } stands
home-none = There is no session yet
home-none-when = The session and its candidates appear here once they have been imported.
home-session-title = Which session votes
home-session = Session
home-plenary = Plenary
home-date = Date
home-projects = Projects
home-see-projects = See the projects
home-see-result = See the result
home-see-proposals = Where candidates come from

home-proposals = Proposals
home-proposals-done = Done
home-proposals-now = Under way
home-screening = Screening
home-screening-done = Done · { $count } candidates
home-screening-next = Not yet
home-review = Standing committee review
home-review-done = Done on { $date }
home-review-missing = Not on record
home-review-not-required = Not required
home-vote = The vote
home-vote-done = Done · result verified and signed
home-vote-no-method = Not yet · method not adopted
home-vote-next = Not yet
home-vote-issuing = Ballots are being issued
home-vote-voting = Voting is open
home-vote-closed = Closed · box not yet opened
home-vote-counting = The box is being opened
home-vote-counted = Counted · not yet signed
home-vote-void = Round void · to be repeated
home-vote-under-way = Under way
home-announcement = Announcement
home-announcement-done = Announced
home-announcement-now = Awaiting the presidium
home-announcement-next = Not yet
home-progress = Progress
home-progress-promoted = { $count ->
    [one] One project promoted
   *[other] { $count } projects promoted
}
home-progress-now = Projects not yet published
home-progress-next = Not yet
home-supervision = Supervision
home-supervision-next = Not yet
home-supervision-under-way = { $count ->
    [one] One follow-up
   *[other] { $count } follow-ups
}
home-rating = Rating
home-rating-next = Not yet
home-rating-under-way = The public is rating
home-rating-over = The public has rated

home-now-proposals = The candidates are not published yet
home-now-text-proposals = The government collects proposals, screens them and submits candidates to the congress; they appear here once imported.
home-now-review = The candidates are published
home-now-text-review = Before the vote the standing committee (人大常委会) reviews the candidates; its review appears on their pages once recorded.
home-now-vote = The vote of the deputies
home-now-text-vote = Deputies vote by secret ballot at the plenary. The result appears here after the scrutineers have signed it and the presidium has announced it.
home-now-announcement = The count is verified and signed
home-now-text-announcement = The tally certificate (计票报告单) is signed; the result appears here once the presidium announces it.
home-now-progress = The result is announced
home-now-text-progress = The responsible units carry out the chosen projects; their progress is public.

# Help
help-title = Help
help-link = Help
help-lead = The steps in their order.
help-audiences = For whom
help-public = The public
help-deputy = Deputies
help-secretariat = Secretariat
help-scrutineer = Scrutineers
help-department = Departments
help-supervisor = Supervisors

help-public-candidates = See the candidates
help-public-candidates-how = “Candidates” lists each with its sub-items, targets, units and source; the list can be downloaded for Excel or as CSV.
help-public-result = See the result
help-public-result-how = Once the presidium has announced it, “Result” holds the votes, the attendance, the notice and the certificate. Before that, nobody sees a count.
help-public-receipt = Look a receipt up
help-public-receipt-how = Whoever has a receipt can type it on “Check it yourself” and see whether the ballot is in the box; how it was marked cannot be seen.
help-public-verify = Check the count yourself
help-public-verify-how = Where counts are published, the box and the certificate can be downloaded after the announcement and computed again with our program or another; “Check it yourself” says how.
help-public-projects = Follow the projects
help-public-projects-how = “Projects” can be seen by unit, field, light and place; each page shows plan, progress, units and adjustments.
help-public-places = Find what is done near you
help-public-places-how = Under “Projects” open “Near my home” and type the name of your estate, or choose your street, in the list or on the map. Each place shows when it was planned and when it was done, with pictures of before and after. If you press “Use my location”, your browser asks you first; it is used to compute distances and sent to nobody.
help-public-supervision = See what was followed up
help-public-supervision-how = Findings, the units’ answers and what came of them are listed under “Supervision”.
help-public-rate = Rate a project near you
help-public-rate-how = While rating is open, scan the sign at the site with a phone and choose satisfied, basically satisfied or dissatisfied; a remark is welcome. No account, no name; the same day it may be changed. What the public says and what the deputies say are published apart.
help-public-voice = Leave a message on a project
help-public-voice-how = On a project’s page press “Leave a message”: a problem, a suggestion, praise or a question, with photos if you like, and no account. The secretariat looks at it, makes it public and passes it on; the unit answers within the days that are shown. With your code you read and rate the answer, and ask again once if it is not solved.
help-public-open-data = Data and feeds
help-public-open-data-how = “Open data” in the footer lists tables and the API; “Follow progress” in the footer lets you choose everything, or one street, field, unit or project, for your calendar or a feed reader; where this site sends e-mail also by letter, one a day at most, from which you can unsubscribe at any time. Earlier years are in the “Archive of years” in the footer.
help-public-large = Larger type
help-public-large-how = The switch at the top right makes type larger and contrast stronger, and back again. The language is switched there too.

help-deputy-sign-in = Sign in
help-deputy-sign-in-how = Scan the QR code of your card and type its password. Capitals, blanks and hyphens do not matter.
help-deputy-check-in = Check in
help-deputy-check-in-how = Scan the code on the hall screen, or type its six digits, which change every minute. The desk can do it for you.
help-deputy-take = Take a ballot
help-deputy-take-how = Once ballots are being issued, press the button to take yours. Your own phone makes its code and alone keeps it.
help-deputy-vote = Vote
help-deputy-vote-how = Once voting is open, mark each row, review, and cast. A ballot cast cannot be changed. A lost network, a refresh or an empty battery loses no mark, and you vote only once.
help-deputy-receipt = Keep the receipt
help-deputy-receipt-how = When the page says that you have voted and shows a receipt, the ballot is in the box. The receipt proves that, and never how you voted.
help-deputy-check = If you want to test the phone
help-deputy-check-how = Before casting, a sealed ballot can be opened and compared on another device with what you marked. An opened ballot cannot be cast; you simply seal another.
help-deputy-lost = Another phone, or a lost one
help-deputy-lost-how = With the old phone at hand, move the ballot by QR code or by its code. If it is lost, the secretariat can have the ballot cancelled before voting opens; afterwards it cannot be replaced.

help-deputy-rate = Rate the year’s projects
help-deputy-rate-how = Check in, take a ballot and cast it as in the vote; for each project choose satisfied, basically satisfied, dissatisfied or abstain. It is as secret, and has a receipt too.
help-deputy-supervise = Follow the projects
help-deputy-supervise-how = Under “Deputies' notes” on your first page you can write a note on a project, with pictures; members of its group also inspect and follow up.

help-secretariat-session = Open a session, or change to another
help-secretariat-session-how = Under “Sessions” open one, with the roll and the method of the one before if you like. Several lie side by side, and the desk works on the one you make current. Name, day and place can be corrected until ballots are issued.
help-secretariat-account = Keep the accounts
help-secretariat-account-how = Under “Accounts” two of the secretariat make them, give new passwords and close them; each passes on half of a password. Whoever has to wait after wrong tries is let try again here.

help-secretariat-roll = Import the roll
help-secretariat-roll-how = Under the roll, choose an Excel or CSV file, look at the preview, import. Faults are named line by line. Then print the sign-in cards. Once ballots are issued the roll stays.
help-secretariat-candidates = Check the candidates
help-secretariat-candidates-how = The list can be downloaded, edited and imported again as a whole, until ballots are issued.
help-secretariat-method = Voting method and prior review
help-secretariat-method-how = Fill in the method and record its adoption with plenary and day; record the standing committee’s review. Without them no ballots are issued.
help-secretariat-scrutineers = Scrutineers and their keys
help-secretariat-scrutineers-how = Appoint scrutineers and a chief, then start making the key. Each does their part on their own device and copies their seed. To replace anybody afterwards, the presidium has a new key made between two rounds.
help-secretariat-rehearsal = Rehearse
help-secretariat-rehearsal-how = A rehearsal goes all the way with a question about breakfast; every page says so, and it is deleted in one go. For deputies who are not there the system can act. Not once ballots are issued.
help-secretariat-screen = Hall screen
help-secretariat-screen-how = Its page gives the address to project, on as many screens as you like, and chooses between attendance, voting and result; a countdown can be set.
help-secretariat-check-in = Check in
help-secretariat-check-in-how = Open the code of the hall so that deputies check in by themselves, or do it for them by name or number; record leave. Taking back leaves a trace.
help-secretariat-issue = Issue ballots
help-secretariat-issue-how = When everything on the desk’s list is done, start issuing. “Ballots given out” shows by delegation who has no ballot yet; while nobody has one, two persons can recall the issuing; for a lost device ask there for a cancellation, which a scrutineer confirms.
help-secretariat-open = Open voting
help-secretariat-open-how = With a quorum and the ballots issued, open the vote. Where the method asks for two persons, another of the secretariat or the chief scrutineer confirms in a sign-in of their own.
help-secretariat-close = Seal the box
help-secretariat-close-how = See how many are not cast, announce it, seal the box; a second person confirms. The count begins and waits for the scrutineers.
help-secretariat-slips = Give out slips, prepare tablets
help-secretariat-slips-how = Each deputy, checked in, draws a slip from the tray; press “Slip drawn” in the list of ballots, without looking or noting which. Slips handed back have a button; a lost one is confirmed by a scrutineer. Add the hall's tablets under their own heading and open each one's link on it once.
help-secretariat-paper = Paper ballots
help-secretariat-paper-how = Deputies without a device are handed paper under “Ballots given out”; with fewer than five the presidium has to accept it on record. After sealing it is counted in bundles: two tellers count and type each one apart, and it stands when they agree; another person confirms that all is counted, and the figures enter the certificate.
help-secretariat-round = Another round, annulment
help-secretariat-round-how = After a tie or a shortfall the desk says what the presidium has to decide; record it and the next round begins. An annulment takes its reason and a second person, and until then the round goes no further. Earlier rounds stay. While all rounds are void, a mistake in the list, the roll or the method is mended under a recorded decision before the next begins.
help-secretariat-certificate = The certificate
help-secretariat-certificate-how = See the result, draw it up, have it signed. Two persons record the presidium’s ruling on an objection; whoever lost a seed is recorded as unable to sign, which the chief confirms. Then confirm with your password and one-time code: the winners become projects.
help-secretariat-announce = Announce
help-secretariat-announce-how = Enter number and day of the notice, look at it as it will be printed, and publish it. Only now does the public see the result, and the hall screen can reveal it.
help-secretariat-corrigendum = Corrigendum
help-secretariat-corrigendum-how = A wrong word in a certificate is mended by a corrigendum of its own, signed and confirmed like it, and withdrawn until then if need be; the certificate stays. Votes follow from the box and are never corrected.
help-secretariat-projects = After the vote
help-secretariat-projects-how = Name each project’s lead unit, check and publish plans, settle adjustments, accept finished sub-items. Units get their accounts under “Units and accounts”.
help-secretariat-map = Outline of the streets and map of places
help-secretariat-map-how = First enter streets and communities on the page of the calls, then upload a GeoJSON outline under “Projects”, with its source; mark it as a sketch if it is not an official one. Units enter their places, and the program draws the map itself.
help-secretariat-board = Progress board
help-secretariat-board-how = The board under “Projects” ranks units, fields and streets by lights, missing reports, follow-ups, money and ratings, those that need pressing first; each leads to the sub-item at fault. It prints on one page.
help-secretariat-warnings = Reminders and warnings
help-secretariat-warnings-how = Under “Projects” open “Warnings on record”: “Tracking rules” sets how many days before or after the due day who is written to, “Contacts for warnings” holds each unit’s clerk, head and leader, and “Gateways” passes the messages on to text messages or chats. Each goes out once and stays on record, and so does every unit that is red again and again within a year.
help-secretariat-supervise = Supervision
help-secretariat-supervise-how = Form each project’s group of deputies, CPPCC members, auditors and the petitions office, make the supervisors’ accounts, publish inspections, answer deputies’ notes. What stays overdue is put on the list for the standing committee; the quarterly table makes itself.
help-secretariat-voices = Residents’ messages
help-secretariat-voices-how = Read each message before it is published; it goes to the unit by itself. Hide telephone numbers and addresses first. If one cannot be published, say why: its author sees the reason by the code. Those overdue come first.
help-secretariat-rate = Ratings
help-secretariat-rate-how = “Deputies' rating” runs as the vote does: check-in, issuing, opening, sealing, counting, signing, publishing. Under “Public rating” set the days, print the signs for the sites and read the remarks.

help-scrutineer-key = Make and copy your key
help-scrutineer-key-how = Once it has begun, open “Making the key” on your own device, wait for its steps, write down the 22 characters and type the last six back. Then the device keeps nothing.
help-scrutineer-slips = Print, count and strike slips
help-scrutineer-slips-how = Where the method uses slips: once the key is made, print them on the page of that name before others' eyes; two count and seal them, each alone, and may open a few to check. When no more are drawn, scan every slip left in the tray: voting begins only when all are struck.
help-scrutineer-cancel = Confirm a cancelled ballot
help-scrutineer-cancel-how = Before voting opens, the secretariat may ask to cancel the ballot of a lost device; one scrutineer confirms or declines.
help-scrutineer-second = The chief: second person
help-scrutineer-second-how = Opening, sealing and annulling may take two persons; the chief can confirm on the first page what the secretariat asked for.
help-scrutineer-paper = Count paper ballots
help-scrutineer-paper-how = Where there is paper, count each bundle after sealing, apart from the other teller, and type what you found; nobody sees the other’s figures before both are in. Where they differ, count again.
help-scrutineer-open = Open the box
help-scrutineer-open-how = After sealing, open “Open the box” and type your 22 characters. They are used in your browser only and never sent. With enough of you, the count stands.
help-scrutineer-sign = Check and sign
help-scrutineer-sign-how = Check the certificate and sign with your seed. What is signed is the hash of the whole paper.
help-scrutineer-object = Object
help-scrutineer-object-how = If you do not agree, do not sign but write your objection. Until the presidium rules on it, the certificate cannot be confirmed.
help-scrutineer-corrigendum = Sign a corrigendum
help-scrutineer-corrigendum-how = A corrigendum is listed on your first page and signed like the certificate.
help-scrutineer-rate = Ratings
help-scrutineer-rate-how = You open the box of a deputies’ rating too, and check and sign its certificate. If you disagree, do not sign: the presidium decides whether to annul it.

help-department-plan = Draw up the plan
help-department-plan-how = Fill in leader, money, milestones, safeguards and place, and submit; what is returned is mended and submitted again. A published plan changes only by an adjustment.
help-department-report = Report every month
help-department-report-how = By the 25th choose a sub-item and fill in the day, the quantity to date and what was done, with pictures or PDF. Drafts can be kept; a filed report is corrected only by the next one.
help-department-places = List the places
help-department-places-how = Open the list of places beside a sub-item and enter them one by one, or all at once by workbook: you see a preview before anything is taken. Tick what is finished when you report, or mark several on the list; pictures of before and after go on the page of each place.
help-department-offline = Where there is no connection
help-department-offline-how = Open the report form once while you are connected. On site you can then fill it in and take pictures without a connection; when you press “File”, the report is kept in the browser and sent, once, when there is a connection again. It is not deleted there before the server has it, and whoever else signs in on the device does not see it.
help-department-bulk = Report by workbook
help-department-bulk-how = Download it, fill it in, send it back. If one line is wrong nothing is filed, and every fault is named.
help-department-warnings = Who is reminded
help-department-warnings-how = Enter the addresses of your clerk, head and leader under “Contacts for warnings”. Letters go out before and after the due day as the secretariat decides; your first page puts what is in arrears at the top, with the days that are left.
help-department-adjust = Ask for an adjustment
help-department-adjust-how = Give the reason; minor ones are filed, all others take the standing committee’s decision. The old plan stays.
help-department-voice = Answer residents’ messages
help-department-voice-how = Under “Residents’ messages” answer each one; those due soonest come first. An answer is public at once and cannot be changed; a resident for whom it is not solved may ask once more.
help-department-follow-up = Answer a follow-up
help-department-follow-up-how = Answer before the deadline; what is returned is answered again by the new one.

help-supervisor-board = The progress board
help-supervisor-board-how = It ranks units, fields and streets by lights, missing reports, follow-ups, money and ratings, those that need pressing first; each leads to the sub-item at fault.
help-supervisor-inspect = Record an inspection
help-supervisor-inspect-how = Members of a project’s group record what they saw and found, with pictures. The secretariat checks and publishes it; what is returned is rewritten.
help-supervisor-open = Open a follow-up
help-supervisor-open-how = As a member of its group choose a project, write the finding and the deadline. The unit sees it at once, and so does the public.
help-supervisor-check = Check the answer
help-supervisor-check-how = Pass it, or return it with your words and a new deadline.
help-supervisor-close = Close it
help-supervisor-close-how = Another supervisor closes what has passed; neither who answered nor who checked can. What is overdue is carried upward by itself.
help-supervisor-note = Settle deputies’ notes
help-supervisor-note-how = The group or the secretariat answers a deputy’s note, or makes it a follow-up; never whoever wrote it.
