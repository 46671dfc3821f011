# 选票码条：印制、清点、核销
slips-title = 选票码条
slips-stage-not_by_slips = 本次会议不用选票码条
slips-stage-not_by_slips-words = 票决办法规定代表用本人设备领票。要用码条，请秘书处提出新的一版票决办法，由大会通过。
slips-stage-not_ready = 还不能印制
slips-stage-not_ready-words = 请先办好：票决办法通过、候选项目和代表名册确定、监票人密钥生成、总监票人确定。办好以后，本页就可以印制。
slips-stage-counting = 已经印制，等两名监票人各自清点、封存。
slips-stage-sealed = 已经清点封存。发票开始以后，由代表在签到台随机抽取。
slips-stage-issuing = 正在发票。开始投票之前，请把盘里没有人抽的码条逐张核销。
slips-stage-frozen = 名单已经封存。剩余的码条已经核销，不能再投票。
slips-no-script = 码条要在浏览器里制作，需要打开脚本
slips-print = 印制码条
slips-print-words = 编码在本页生成，只印在纸上：服务器只收到公钥，公钥按大小排序，看不出哪几个属于同一张。一张码条用于本次会议的本轮和以后五轮。
slips-print-two = 请在至少一名监票人的注视下印制。
slips-print-printer = 请用直接接在这台电脑上、不保存打印内容的打印机，A4 纸，单面，比例 100%。
slips-print-once = 编码只在这一次显示。印好、清除以后，任何人都不能再印出同样的码条。
slips-number = 印制张数
slips-number-hint = 应到 { $inoffice } 名，另加备用：可印 { $least } 至 { $most } 张。
slips-print-consequence = 按下后生成编码并登记公钥，然后请马上打印。
slips-print-button = 生成码条
slips-making = 正在生成码条
slips-made = 码条已生成，请打印
slips-print-now = 打印后请当面检查：每张都清楚、可以扫描、没有缺页。
slips-print-sheets = 打印
slips-wipe-consequence = 清除后，编码只在纸上。没有印好的，请先重印；纸不够、卡纸等情况，可以清除后作废这一批，另行印制。
slips-wipe = 已印好，清除编码
slips-look = 在屏幕上查看（请不要让旁人看）
slips-text-wrong-number = 请填 { $least } 至 { $most } 之间的整数。
slips-text-made = 共 { $number } 张，A4 纸 { $sheets } 页，每页 8 张。
slips-text-waiting = 等待网络，恢复后自动继续。
slips-text-worker-not-loaded = 码条程序没有完整打开。请重新打开本页；仍不行，请换一个浏览器。
slips-text-signed-out = 您已退出登录，没有办理。请重新登录后再试。
slips-text-program-failed = 出错了（{ $code }）。请重新打开本页再试；仍不行，请告诉技术人员。
slips-printed = 印制
slips-leftover = 剩余核销
slips-sample = 抽查作废
slips-lost = 遗失
slips-unreadable = 剩余，未能扫描
slips-tray = 盘中未核销
slips-printed-by = 印制人
slips-counted-by = 清点人
slips-count = 清点
slips-count-words = 请把印出来的码条裁好、折好，逐张点数，填写张数。两名监票人各自清点，与生成的张数一致，才能发放。
slips-count-other = 您已清点。请另一名监票人用自己的账号清点。
slips-count-number = 清点张数
slips-count-button = 张数无误，封存
slips-strike-sample = 抽查码条
slips-strike-sample-words = 可以任意抽几张拆开扫描：核对它在各轮的名单上，名单指纹与码条上印的一致。拆开的码条随即作废，不能再发。
slips-strike-leftover = 核销剩余码条
slips-strike-leftover-words = 停止发票以后，把盘里剩下的码条逐张拆开扫描。核销后，这些编码在本轮和以后各轮都不能投票；名单上只剩代表抽走的。
slips-scan = 码条
slips-scan-hint = 用扫码枪扫，或者用摄像头，或者输入编码。
slips-strike-button-sample = 核对并作废
slips-strike-button-leftover = 核销
slips-camera = 用摄像头扫
slips-text-struck = 已核销。
slips-text-sample-good = 这张码条在 { $of } 轮的名单上，名单指纹一致。已作废。
slips-text-sample-wrong = 这张码条只在 { $of } 轮中 { $on } 轮的名单上：请停止使用这一批码条，告诉大会秘书处。
slips-text-sample-list-differs = 名单的指纹与登记的不一致：请停止使用这一批码条，告诉大会秘书处。
slips-text-code-malformed = 没有读到完整的编码，没有办理。请再扫一次，或者输入 22 个字母和数字。
slips-text-no-camera = 不能使用摄像头。请用扫码枪，或者输入编码。
slips-unreadable-heading = 扫不了的剩余码条
slips-unreadable-words = 码条污损、扫描和输入都不行的，按张数登记：它们的编码留在名单上，计票报告单会写明张数。
slips-unreadable-number = 张数
slips-unreadable-button = 登记张数
slips-withdraw = 作废这一批，重新印制
slips-withdraw-consequence = 这一批码条全部失效，不能恢复；请当面销毁，再重新印制、清点。
notice-slips-counted = 已登记清点。
notice-slips-withdrawn = 这一批码条已作废，可以重新印制。
notice-slips-unreadable = 已登记张数。
slips-not-by-slips = 本次会议的票决办法不用码条，没有办理。
slips-not-ready = 还有条件没有办好，没有印制。请先办好票决办法、名单和监票人密钥。
slips-round-began = 已经开始发票，没有办理。
slips-printed-already = 这次会议已经印制过码条，没有重复印制。要重印，请先作废原来的一批。
slips-not-printed = 还没有印制码条，没有办理。
slips-wrong-number = 张数不对，没有印制。可印 { $least } 至 { $most } 张。
slips-bad-lists = 浏览器送来的公钥名单不对（{ $why }），没有登记，请不要打印。请重新打开本页再试。
slips-count-differs = 张数与生成的不一致，没有登记。请重新清点；确实不符的，请作废这一批，重新印制。
slips-counted-already = 您已清点过，没有重复登记。请另一名监票人清点。
slips-not-sealed = 两名监票人还没有清点封存，没有办理。
slips-not-now = 现在不是核销的时候，没有办理。请看会议进行到哪一步。
slips-foreign = 这张码条不是这次会议这一批的，没有核销。
slips-struck-already = 这张码条已经核销过，没有重复计数。
slips-none-left = 盘里应剩的码条已经全部核销，没有办理。这一张可能是代表抽走的：请先核对签到台登记的已领数。
slips-not-possessed = 没有证明编码在手，没有核销。请重新打开本页再扫一次。

# 码条上
slip-name = 选票码条
slip-step-open = 开始投票后拆开
slip-step-scan = 手机或会场平板扫码投票
slip-step-keep = 保管好，再投票仍用此条
slip-fold = 沿虚线向内折
slip-seal = 封口
slip-qr = 投票二维码
slip-list = 名单指纹

# 签到台
issuing-words-slips = 代表签到后，从盘里任意抽一张码条，当面按“已领码条”。请不要看、也不要记哪张码条给了谁。盘里还应有 { $count } 张。
issuing-is-slip = 已领码条
issuing-slip-drawn = 已领码条
issuing-slip-back = 码条交回
issuing-slip-lost = 码条遗失
slip-lost-consequence = 监票人确认后，这张码条按遗失计数；代表可以另抽一张，或者领纸质票。没有人知道遗失的是哪一个编码，所以它不能作废，计票报告单会写明遗失张数；收回多于发出的，本轮作废。
slip-lost-button = 请监票人确认遗失
slip-lost-confirm = 确认遗失
notice-slip-given = 已登记领取码条。
notice-slip-taken-back = 已登记交回。请把码条放回盘里。
issue-by-slips = 本轮用选票码条投票，没有领取电子选票。请到签到台抽取码条。
issue-not-by-slips = 本轮不用选票码条，没有登记。请代表用本人设备领票，或者发纸质票。
issue-no-slip-left = 盘里没有码条了，没有登记。请发纸质票。
issue-slip = 选票码条
deputy-home-slip = 请领取选票码条
deputy-home-slip-words = 请到签到台抽取一张选票码条。投票时扫码条上的二维码，不用登录。
deputy-home-slip-drawn = 请用选票码条投票
deputy-home-slip-drawn-words = 主持人宣布开始后，拆开码条，用手机扫二维码，或到会场平板前扫码。不用登录。
prepare-slips-used-up = 这一批码条的六轮已经用完，没有开始发票。请用纸质票，或作废后另开会议程序。

preflight-slips = { $standing ->
    [met] 选票码条 { $of } 张已由 { $number } 名监票人清点封存
   *[other] 选票码条还没有印好、清点：请两名监票人在“监票”页办理（已清点 { $number } 名）
}
preflight-slips-struck = { $standing ->
    [met] 印制 { $of } 张 = 发出 + 剩余 + 作废 + 遗失
   *[other] 盘里还有 { $number } 张码条没有核销：请监票人逐张扫描
}
check-slips_printed_add_up = 码条印制 = 发出 + 剩余 + 作废 + 遗失
check-slips_listed_add_up = 名单上的选票码 = 发出 + 遗失
slips-line = 选票码条
slips-line-numbers = 印制 { $printed }，发出 { $drawn }，剩余核销 { $leftover }，抽查作废 { $sample }，遗失 { $lost }
slips-line-unreadable = ，剩余未能扫描 { $count }（其编码留在名单上，已计入两项相等）
slips-line-listed = 名单上的选票码 { $listed } 个
scrutiny-slips-print = 请印制选票码条
scrutiny-slips-count = 请清点选票码条
scrutiny-slips-strike = 请核销剩余的选票码条
scrutiny-slips-none = 选票码条

# 投票页
booth-no-round = 还没有开始投票
booth-no-round-words = 请等主持人宣布。开始后，本页会自动更新。
booth-slip = 请扫描选票码条
booth-slip-where = 拆开码条，用手机相机扫里面的二维码；或者在下面拍照、输入编码。
booth-slip-hint = 印在码条里面，共 22 个字母和数字，分大小写，横线可有可无。
booth-slip-lost = 码条找不到了：请在开始投票之前到签到台办理遗失，另抽一张。
booth-tablet-where = 把码条里的二维码对准扫码枪或摄像头，或者输入编码。
booth-live = 用摄像头扫
booth-slip-keep = 请保管好码条：再次投票时仍用这一张。
booth-slip-already-cast = 此码已投过一票，一码只能投一次。如果不是您投的，请立即告诉大会秘书处。
booth-print-receipt = 打印回执
booth-tablet-receipt = 请用手机拍下或扫这个二维码，以后可以查自己的票在不在票箱里。
booth-finish = 看完了
booth-stay = 继续
booth-text-left = { $seconds } 秒后回到开始
booth-text-no-camera = 不能使用摄像头。请用扫码枪，或者输入编码。
booth-text-slip-struck = 这张码条已经核销（没有发出，或者抽查作废），不能投票。您是在签到台抽到它的，请立即告诉大会秘书处。
booth-text-slip-foreign = 这张码条不是本次会议的：可能属于别的会议、别的人大，或者已作废的一批。请到签到台查问。

# 会场平板
tablets-title = 会场平板
tablets-lead = 代表一个接一个在平板上投票；看完回执回到开始，什么都不留。
tablets-alive = { $of } 台中 { $alive } 台在线
tablets-name = 名称
tablets-state = 状态
tablets-link = 打开平板模式
tablets-is-alive = 在线
tablets-is-silent = 没有声音
tablets-show = 链接和二维码
tablets-qr = { $name }的平板模式二维码
tablets-remove = 移除
tablets-none = 还没有平板
tablets-none-mend = 给每台平板起一个名称，再在平板上打开它的链接。
tablets-add = 添加平板
tablets-name-hint = 如：一号平板。贴在平板背面。
tablets-add-button = 添加
tablets-how = 怎样准备
tablets-how-open = 在平板上不登录，扫上面的二维码打开一次。以后重新打开、重启，都是平板模式。
tablets-how-full = 请用浏览器的全屏或亭式（kiosk）方式打开，关掉自动填充和截屏。
tablets-how-scan = 有扫码枪的，接上即可；用摄像头要 https。中文输入法请切换到英文。
tablets-how-off = 退出平板模式，在平板上打开：
tablets-knows = 这里只看得到平板是否在线，看不到谁在投票、投了几张。
tablet-no-name = 请写明名称，最多 { $most } 个字。没有添加。
tablet-name-taken = 已有同名的平板，没有添加。请换一个名称。
tablet-too-many = 最多 { $most } 台，没有添加。
notice-tablet-added = 已添加。请在平板上打开它的链接。
notice-tablet-removed = 已移除。

# 核对页上的码条
check-slip = 这是一张选票码条
check-slip-good = 它在本轮和以后各轮的名单上。请对照码条上印的名单指纹。
check-slip-session = 会议
check-slip-void = 编码没有离开这台设备。抽查的码条已经拆开，请交监票人作废，不能再发给代表。
check-slip-wrong = 它不在应在的全部名单上（{ $of } 轮中有 { $on } 轮），或者名单的指纹不一致。请告诉监票人，停止使用这一批码条。
