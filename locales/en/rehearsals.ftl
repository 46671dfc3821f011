rehearsal-title = Rehearsal
rehearsal-lead = Before the real vote, go all the way once from check-in to announcement with a question that does not matter.
rehearsal-about-question = The question is which breakfast you prefer, two of four; form of the ballot, quorum and acts of two persons are those of this session’s voting method.
rehearsal-about-people = The { $count } deputies of the roll and the appointed scrutineers take part, each with their own account.
rehearsal-about-mark = While it lasts, every page of deputies, scrutineers and secretariat, and the hall screen, says that it is a rehearsal.
rehearsal-about-nothing = No project comes of it, the public pages do not show it, and it can be deleted in one go.
rehearsal-consequence = From now on the pages of deputies, scrutineers and secretariat and the hall screen are about the rehearsal; roll, attendance and records of the real session stay as they are.
rehearsal-start = Start a rehearsal
rehearsal-now = A rehearsal is under way
rehearsal-now-words = All pages of the desk are about the rehearsal now. Take the steps as in the real session. Open the hall screen with the check-in code again from its page.
rehearsal-aside = The rehearsal has paused; this is the real session
rehearsal-started = Started by { $name } at { $at }.
rehearsal-to-desk = To the desk
rehearsal-to-real = Back to the real session
rehearsal-to-real-consequence = Pages and screens are about the real session then; the rehearsal is kept and can go on later.
rehearsal-back = Go on with the rehearsal
rehearsal-back-consequence = Pages and screens are about the rehearsal then; the records of the real session stay as they are.
rehearsal-keys = Keys of the scrutineers
rehearsal-keys-choice = The scrutineers can make their keys as in earnest, or the server makes practice keys.
rehearsal-keys-consequence = Practice keys are made by the server; server and secretariat can see them, and they serve for the rehearsal only. Keys of the real session must be made by the scrutineers themselves.
rehearsal-keys-button = Let the server make practice keys
rehearsal-seeds-words = These are practice keys, for this rehearsal only, and no secret. Each scrutineer types their own line to open the box and to sign.
rehearsal-has-key = The scrutineers have made the key themselves.
rehearsal-no-scrutineers = A rehearsal needs at least two scrutineers, one of them the chief. Please appoint them first.
rehearsal-end = End the rehearsal
rehearsal-delete-consequence = Check-ins, ballots and certificate of the rehearsal are all deleted for good; the audit list keeps its entries, each marked as made during a rehearsal. All pages are about the real session again.
rehearsal-delete = Delete the rehearsal
rehearsal-real-vote-began = Ballots of the real session are being issued: nothing can be rehearsed any more.
rehearsal-exists = There is a rehearsal already. Go on with it, or delete it first.
rehearsal-gone = The rehearsal was deleted already; nothing was done twice.
rehearsal-no-roll = There is no roll of deputies yet. Import it, then start a rehearsal.
rehearsal-no-practice-keys = No practice keys were made: there are fewer than two scrutineers, or a key is there or being made.
notice-rehearsal-started = The rehearsal has begun.
notice-rehearsal-aside = Back to the real session.
notice-rehearsal-back = On with the rehearsal.
notice-rehearsal-deleted = The rehearsal was deleted; this is the real session.
notice-practice-keys-made = Practice keys were made.

# with few people
stand-in-title = For deputies who are not there, the system acts
stand-in-words = In a rehearsal only. Let whoever is there go through it themselves; for the others the system checks in, takes ballots and casts them at random, 60 at a press.
stand-in-check-in = Check in for { $count ->
    [one] one deputy
   *[other] { $count } deputies
}
stand-in-take = Take ballots for { $count ->
    [one] one deputy
   *[other] { $count } deputies
}
stand-in-cast = Cast for them ({ $count } left)
stand-in-not-now = This cannot be done for anybody now. The page is up to date again: see which step it is.
notice-stand-in-checked-in = Checked in.
notice-stand-in-taken = Ballots taken.
notice-stand-in-cast = Ballots cast.
