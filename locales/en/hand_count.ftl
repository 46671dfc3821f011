# Paper ballots: counting
count-title = Counting the paper ballots
count-phase-none = No paper ballots in this round
count-phase-waiting = The box is not closed yet
count-phase-counting = Being counted
count-phase-called = Waits for a second teller
count-phase-confirmed = Counted
count-phase-certified = In the certificate
count-phase-void = The round is void
count-words-none = Paper is given to deputies without a device, on the page of ballots given out.
count-words-waiting = Paper is counted once the box is closed. This page will show it by itself.
count-words-void = The whole round is void; its paper is kept under seal and not counted any more.
count-words-counting = Two tellers count and enter each bundle, each for themselves. Until both have, neither sees the other's figures; where they differ, every difference is listed, and the bundle is counted and entered again.
count-words-called = { $called } calls the count finished. Another teller checks the sum below and confirms.
count-words-confirmed = Called finished by { $called }, confirmed by { $confirmed }. The certificate will take the paper in.
count-words-certified = Called finished by { $called }, confirmed by { $confirmed }. The figures stand in the certificate; nothing more is entered.
count-enter-next = Enter bundle { $bundle }
count-enter = Enter bundle { $bundle }
count-enter-again = Enter bundle { $bundle } again
count-issued = Paper given out
count-returned = Counted so far
count-valid = Valid
count-void = Void
count-not-cast = Not returned
count-sum-words = Only bundles on which two tellers agree are in the sum.
count-exceeds = { $returned } paper ballots came back, and { $issued } were given out
count-exceeds-words = Count again first: a bundle may have been entered twice. Both tellers enter such a bundle again with 0 ballots. If there really are more, the round is void.
count-exceeds-say = Counted again: { $returned } came back, more than the { $issued } given out. The round is void.
count-bundle = Bundle { $bundle }
count-standing-one = Entered by one
count-standing-differs = They differ
count-standing-agreed = They agree
count-agreed-words = { $size } ballots. Tellers: { $tellers }
count-one-mine = You have entered it; another teller has not yet.
count-one-other = { $teller } has entered it; you have not yet.
count-differs-words = Count this bundle again together; whoever was wrong enters it again. Both entries stay on record.
count-differences = Differences
count-field = Figure
count-cap = At most { $cap } approved on a ballot
count-finish-title = Finishing
count-finish-consequence = { $returned } came back, { $notcast } did not. Once another teller confirms, the figures count in this round.
count-finish-button = Call the count finished
count-waits-for-second = You called the count finished; another teller confirms in a sign-in of their own.
count-confirm-consequence = You confirm: { $returned } came back, { $notcast } did not, and no bundle is missing. The figures count in this round.
count-confirm-button = Confirm the count
count-reopen-button = Take back and go on counting

count-not-now = Paper is not counted now; nothing was saved. Bundles are entered between closing and the certificate.
count-no-paper = No paper was given out in this round; nothing was saved.
count-no-such-bundle = Bundles are numbered from 1 to 99; nothing was saved. Please check the number.
count-confirmed = The paper is counted and confirmed; nothing was saved. If there is a mistake, take it back first, then enter the bundle again.
count-certified = The certificate is drawn up, or another round was ordered: the figures of the paper stay. If there is a mistake, the presidium annuls the round, or a corrigendum is made.
count-unsettled = Not settled yet: bundle { $bundles }. The count is finished once two tellers agree on every bundle.
count-more-than-issued = { $returned } came back and { $issued } were given out; the count was not called finished. Count again; if there really are more, tick that you did, and the round is void.
count-not-called = Nobody has called the count finished, or it was taken back.
count-own-call = Whoever called the count finished cannot confirm it. Another teller confirms in a sign-in of their own.

notice-bundle-entered = Saved.
notice-count-called = Called finished; another teller confirms.
notice-count-confirmed = The paper ballots are counted.
notice-count-reopened = Taken back; bundles can be entered again.

bundle-words = Count the ballots first, then go row by row. A row without a mark, with two, or that cannot be read counts as an abstention.
bundle-words-choose = Count the ballots first, then for each row those on which it is chosen.
bundle-again = These are the figures you entered last. Count again, correct them, and save.
bundle-void-legend = Void ballots (leave blank for none)
bundle-void-over_cap = Too many marked
bundle-void-unreadable = Unreadable
bundle-void-foreign = Not of this round
bundle-void-signed = Marked so that the deputy could be known
bundle-rows = Marks of each project
bundle-row = Project
bundle-consequence = Another teller does not see these figures before entering their own.
bundle-save = Save this bundle
bundle-back = Do not save
bundle-field-size = Ballots in the bundle
bundle-field-valid = Valid ballots
bundle-field-mark = Row { $number }, { $word ->
    [approve] approve
    [oppose] oppose
   *[abstain] abstain
}
bundle-field-void = Void: { $word ->
    [over_cap] too many marked
    [unreadable] unreadable
    [foreign] not of this round
   *[signed] marked so that the deputy could be known
}
bundle-bad-size = The ballots in the bundle are a whole number from 0 to 9999.
bundle-bad-valid = The valid ballots are a whole number from 0 to 9999.
bundle-bad-mark = Row { $number }, { $mark ->
    [approve] approve
    [oppose] oppose
   *[abstain] abstain
}: a whole number from 0 to 9999; enter 0 for none.
bundle-bad-void = Void ballots ({ $reason ->
    [over_cap] too many marked
    [unreadable] unreadable
    [foreign] not of this round
   *[signed] marked so that the deputy could be known
}): a whole number from 0 to 9999; leave blank for none.
bundle-size-differs = { $valid } valid and { $void } void are not the { $size } of this bundle. Please count the ballots again.
bundle-row-differs = The columns of row { $number } add up to { $sum }, and { $valid } ballots are valid. Please count this row again.
bundle-more-than-valid = Row { $number } is chosen { $sum } times, and { $valid } ballots are valid. Please count this row again.
bundle-too-many = { $sum } approvals in all are more than the { $most } that { $valid } valid ballots may hold. A ballot with too many marks was not taken out; please count again.

# Paper ballots: printing
sheets-title = Print paper ballots
sheets-words = The ballot of this round, used once the secretariat has stamped it. It carries the number of its stack only, and nothing that leads to a deputy.
sheets-none-mend = The ballot is fixed once ballots are being given out; then it can be printed.
sheets-copies = Copies (at most 400)
sheets-stack = Stack
sheets-layout = Layout
sheets-layout-one = One on an A4 sheet
sheets-layout-two = Two on an A4 sheet (cut to A5)
sheets-show = Update the preview
sheets-print = Print with the browser. The last page explains the ballot in English and is not given to deputies.
sheet-title = { $item }选票
sheet-round = 第 { $number } 轮
sheet-how-three = 每个项目在“赞成”“反对”“弃权”中划一个“○”。未划的，或者一行划两处以上的，计弃权。
sheet-how-choose = 同意的项目，在“选”栏划“○”。
sheet-cap-three = 赞成的项目不得超过 { $cap } 项，超过的全票无效。
sheet-cap-choose = 所选项目不得超过 { $cap } 项，超过的全票无效。
sheet-how-void = 不得写姓名或作其他记号。
sheet-number = 票号
sheet-project = 项目名称
sheet-approve = 赞成
sheet-oppose = 反对
sheet-abstain = 弃权
sheet-choose = 选
sheet-stack = 第 { $stack } 摞
sheet-stamp = （大会秘书处印章）
gloss-title = What the ballot says, in English
gloss-what = Ballot paper of round { $number }. This page explains it and is not a ballot.
gloss-number = number on the ballot
gloss-project = project, by its official title
gloss-approve = approve
gloss-oppose = oppose
gloss-abstain = abstain
gloss-choose = choose
gloss-how-three = For each project mark one circle: approve, oppose or abstain. A row without a mark, or with two, counts as an abstention.
gloss-how-choose = Mark a circle beside each project that you choose.
gloss-cap = At most { $cap } may be marked; with more the whole ballot is void.
gloss-void = Write no name and make no other mark. The paper carries the number of its stack only, nothing that leads to a person.
