# 纸质票：清点
count-title = 纸质票清点
count-phase-none = 本轮没有纸质票
count-phase-waiting = 还没有封箱
count-phase-counting = 正在清点
count-phase-called = 等第二人确认
count-phase-confirmed = 清点完毕
count-phase-certified = 已列入计票报告单
count-phase-void = 本轮作废
count-words-none = 纸质票在“发票情况”里当面发给没有设备的代表。
count-words-waiting = 封箱以后才能清点纸质票。封箱以后，本页会自动更新。
count-words-void = 这一轮整轮作废，纸质票封存，不再清点。
count-words-counting = 每一扎由两名计票人分别清点、分别录入。两人都录入以前，谁也看不到对方的数字；不一致的，逐项列出，复点后重新录入。
count-words-called = { $called }已报清点完毕，请另一名计票人核对下面的合计后确认。
count-words-confirmed = { $called }报清点完毕，{ $confirmed }确认。出具计票报告单时计入纸质票。
count-words-certified = { $called }报清点完毕，{ $confirmed }确认。数字已经列入计票报告单，不能再录入。
count-enter-next = 录入第 { $bundle } 扎
count-enter = 录入第 { $bundle } 扎
count-enter-again = 重新录入第 { $bundle } 扎
count-issued = 发出纸质票
count-returned = 已点收回
count-valid = 有效
count-void = 无效
count-not-cast = 未收回
count-sum-words = 合计只算两人一致的各扎。
count-exceeds = 收回纸质票 { $returned } 张，多于发出的 { $issued } 张
count-exceeds-words = 请先复点，看是否有一扎录入了两次。多录的一扎，由两人都改录为 0 张。确实多出的，本轮投票无效。
count-exceeds-say = 已经复点：确实收回 { $returned } 张，多于发出的 { $issued } 张，本轮投票无效。
count-bundle = 第 { $bundle } 扎
count-standing-one = 只有一人录入
count-standing-differs = 两人不一致
count-standing-agreed = 两人一致
count-agreed-words = { $size } 张。计票人：{ $tellers }
count-one-mine = 您已录入，等另一名计票人录入。
count-one-other = { $teller }已录入，等您录入。
count-differs-words = 请两人一起复点这一扎，由录错的一方重新录入；两次录入都留有记录。
count-differences = 不一致之处
count-field = 项目
count-cap = 每张至多赞成 { $cap } 项
count-finish-title = 清点完毕
count-finish-consequence = 共收回 { $returned } 张，未收回 { $notcast } 张。另一名计票人确认后，数字计入本轮结果。
count-finish-button = 报清点完毕
count-waits-for-second = 您已报清点完毕，等另一名计票人用自己的账号确认。
count-confirm-consequence = 您确认：共收回 { $returned } 张，未收回 { $notcast } 张，各扎没有遗漏。数字计入本轮结果。
count-confirm-button = 确认清点完毕
count-reopen-button = 撤回，继续清点

count-not-now = 现在不清点纸质票，没有保存。封箱以后、出具计票报告单以前才能录入。
count-no-paper = 本轮没有发出纸质票，没有保存。
count-no-such-bundle = 扎号应为 1 到 99，没有保存。请核对扎号。
count-confirmed = 纸质票已经清点完毕，没有保存。确有差错的，请先撤回，再重新录入。
count-certified = 计票报告单已经出具，或者已经宣布另行投票，纸质票的数字不能再改。确有差错的，请由主席团决定作废本轮，或办理更正。
count-unsettled = 还有没有点清的：第 { $bundles } 扎。每一扎都要两人录入一致，才能报清点完毕。
count-more-than-issued = 收回 { $returned } 张，多于发出的 { $issued } 张，没有报清点完毕。请先复点；确实多出的，请勾选“已经复点”再报，本轮投票无效。
count-not-called = 还没有人报清点完毕，或者已经撤回。
count-own-call = 报清点完毕的人不能自己确认。请另一名计票人用自己的账号确认。

notice-bundle-entered = 已录入。
notice-count-called = 已报清点完毕，等另一名计票人确认。
notice-count-confirmed = 纸质票清点完毕。
notice-count-reopened = 已撤回，可以继续录入。

bundle-words = 先数张数，再按行点票。一行未划、划了两处或者看不清的，计弃权。
bundle-words-choose = 先数张数，再按行点选中的票数。
bundle-again = 下面是您上次录入的数字。复点后改正，再保存。
bundle-void-legend = 无效票（没有的不填）
bundle-void-over_cap = 超过规定数额
bundle-void-unreadable = 全票无法辨认
bundle-void-foreign = 不是本轮选票
bundle-void-signed = 有可辨认身份的记号
bundle-rows = 各项得票
bundle-row = 项目
bundle-consequence = 保存后，另一名计票人在自己录入以前看不到这些数字。
bundle-save = 保存这一扎
bundle-back = 不保存
bundle-field-size = 本扎张数
bundle-field-valid = 有效票
bundle-field-mark = 第 { $number } 项{ $word ->
    [approve] 赞成
    [oppose] 反对
   *[abstain] 弃权
}
bundle-field-void = 无效：{ $word ->
    [over_cap] 超过规定数额
    [unreadable] 全票无法辨认
    [foreign] 不是本轮选票
   *[signed] 有可辨认身份的记号
}
bundle-bad-size = 本扎张数应是 0 到 9999 的整数。
bundle-bad-valid = 有效票应是 0 到 9999 的整数。
bundle-bad-mark = 第 { $number } 项的{ $mark ->
    [approve] 赞成
    [oppose] 反对
   *[abstain] 弃权
}票应是 0 到 9999 的整数，没有的填 0。
bundle-bad-void = 无效票（{ $reason ->
    [over_cap] 超过规定数额
    [unreadable] 全票无法辨认
    [foreign] 不是本轮选票
   *[signed] 有可辨认身份的记号
}）应是 0 到 9999 的整数，没有的不填。
bundle-size-differs = 有效 { $valid } 张，无效 { $void } 张，合计与本扎 { $size } 张不符。请核对张数。
bundle-row-differs = 第 { $number } 项三栏合计 { $sum } 张，应等于有效票 { $valid } 张。请复点这一项。
bundle-more-than-valid = 第 { $number } 项选中 { $sum } 张，多于有效票 { $valid } 张。请复点这一项。
bundle-too-many = 各项赞成合计 { $sum }，多于 { $valid } 张有效票按上限可投的 { $most }。有超过规定数额的票没有剔出，请复点。

# 纸质票：印制
sheets-title = 印制纸质票
sheets-words = 按本轮选票印制，加盖秘书处印章后使用。选票只印摞号，不编张号，与代表没有对应关系。
sheets-none-mend = 开始发票以后，选票的内容才固定，才能印制。
sheets-copies = 张数（至多 400）
sheets-stack = 摞号
sheets-layout = 版式
sheets-layout-one = A4 一张一票
sheets-layout-two = A4 一张两票（裁成 A5）
sheets-show = 更新预览
sheets-print = 用浏览器的打印功能印制。最后一页是英文说明，不发给代表。
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
