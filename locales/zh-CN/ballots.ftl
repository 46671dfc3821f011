# 代表:会议页
deputy-home-title = 会议
deputy-home-check-in = 签到
deputy-home-check-in-words = 请用会场大屏上的签到码签到。
deputy-home-not-yet = 还没有开始签到
deputy-home-not-yet-words = 开始后，本页会自动出现签到框。您也可以先看候选项目。
deputy-home-excused = 已请假
deputy-home-excused-words = 会务记录您本次请假。如果已经到会，请到签到台办理签到。
deputy-home-waiting = 已签到
deputy-home-waiting-words = 请等候领票。开始发票后，本页会自动出现领票按钮。
deputy-home-issuing = 请领票
deputy-home-issuing-words = 选票已经开始发放。每位代表一轮一张。
deputy-home-issued = 已领票
deputy-home-issued-words = 请等主持人宣布开始投票。开始后，本页会自动出现投票按钮。
deputy-home-voting = 请投票
deputy-home-voting-words = 投票已经开始。已经投过的，请等结果。
deputy-home-voted = 已投票
deputy-home-voted-here = 这台设备已投票
deputy-home-voted-not-you = 如果不是您投的：请用您领票的那台设备；要在这台设备上投，请在领票的设备上打开“换一台设备投票”，用这台设备扫码。
deputy-home-pending = 选票在这台设备上等待送出，还没有进票箱。
deputy-home-go-on-sending = 继续送出
deputy-home-code-here = 选票码已存在这台设备里。
deputy-home-waiting-to-turn = 等待网络。网络恢复后，本页自动更新。
deputy-home-enter-booth = 进入选票
deputy-home-other-device = 换一台设备投票
deputy-home-missed = 本轮没有领票
deputy-home-missed-words = 很抱歉，投票已经开始，选票码名单已经封存，不能补领。您不参加本轮投票。如有疑问，请告诉大会秘书处。
deputy-home-paper = 您用纸质票投票
deputy-home-paper-words = 您已在签到台领取纸质票。请等主持人宣布开始投票，填好后投入现场票箱。本轮不能再领电子选票。
deputy-home-closed = 票箱已封
deputy-home-closed-words = 投票已经结束，监票人正在开箱计票。结果由大会主席团公告。
deputy-home-counted = 计票已完成
deputy-home-counted-words = 结果经监票人签署后，由大会主席团公告。
deputy-home-announced = 结果已经公告
deputy-home-announced-words = 选定的项目正在实施，进展、督导和测评都向社会公开。您在走访中看到的情况，请写在“代表反映”里。
deputy-home-rated = 测评结果已经公布
deputy-home-rated-words = 代表测评和群众评价分别公布。项目的进展和督导继续公开。
deputy-home-void = 本轮作废
deputy-home-void-words = 这一轮投票整轮作废，另行投票。请等主持人宣布。
deputy-home-rating = 满意度测评
deputy-home-see-rating = 查看测评结果
deputy-home-see-result = 查看票决结果
deputy-home-look-up = 凭回执查我的选票
deputy-home-read-candidates = 看候选项目

round-number = 第{ $number }轮

# 代表:领票
issue-title = 领票
issue-issued = 已领票
issue-voting = 请投票
issue-closed = 投票已经结束
issue-void = 本轮作废
issue-words = 选票码在您的设备上生成，只存在这台设备里。请用准备投票的那台设备领票。
issue-consequence = 每位代表一轮一张。领取后，请不要清除浏览器数据。
issue-button = 领取选票
issue-waiting-to-send = 等待网络。选票码已备好；网络恢复后自动领取，只领一次。
issue-no-script = 领票需要浏览器脚本
issue-no-script-mend = 请打开脚本后重新打开本页，或换一个浏览器。仍不行，请到大会秘书处用现场设备领票。
issue-code-here = 选票码已存在这台设备里。请等主持人宣布开始投票。
issue-code-here-voting = 投票已经开始。选票码在这台设备里。
issue-enter-booth = 进入选票
issue-back-to-wait = 返回会议页等候
issue-back = 返回会议页
issue-show-code = 换一台设备投票
issue-show-code-words = 在另一台设备上打开选票，输入下面的选票码。请不要给任何人看。
issue-copy = 复制
issue-copied = 已复制
issue-qr-words = 或者用另一台设备扫这个码。
issue-qr-label = 在另一台设备上投票的二维码
issue-code-elsewhere = 您已领票，但选票码不在这台设备里。
issue-code-elsewhere-mend = 请用领票的那台设备投票。找不到了，请在开始投票前到大会秘书处作废重领。
issue-code-elsewhere-voting = 请用领票的那台设备投票，或者在那台设备上查看选票码，到这里输入。
issue-type-code = 输入选票码
issue-see-receipt = 查看回执
issue-closed-not-cast = 投票已经结束，这台设备上的选票没有投出。
issue-closed-elsewhere = 投票已经结束。选票码不在这台设备里；如果是用别的设备投的，回执在那台设备上。
issue-void-words = 这一轮投票整轮作废，选票不再有效。请等主持人宣布下一步。
issue-paper = 您用纸质票投票
issue-paper-words = 您本轮领取的是纸质票，不能再领电子选票。要改用电子选票，请在开始投票以前到大会秘书处交回纸质票，办理作废重领。
issue-cancelled = 原来的选票码已作废
issue-cancelled-words = 大会秘书处和监票人作废了您先前的选票。请按下面的按钮重新领取，会生成新的选票码。
issue-cancel-requested = 正在办理作废
issue-cancel-requested-words = 大会秘书处已提出作废您的选票，等监票人确认。如果不是您要求的，请立即告诉大会秘书处。
issue-storage-unavailable = 浏览器不允许保存数据，不能领票。请关闭无痕模式，或换一个浏览器。
issue-worker-not-loaded = 领票程序没有完整打开。请重新打开本页；仍不行，请换一个浏览器。
issue-program-failed = 出错了（{ $code }）。请重新打开本页再试；仍不行，请告诉大会秘书处。

issue-not-issuing = 现在不发票，没有领取。请返回会议页，看会议进行到哪一步。
issue-not-present = 还没有签到，不能领票。请先签到。
issue-already-issued = 本轮已经领过票，没有再发。请用领票的那台设备；丢失了，请在开始投票前到大会秘书处作废重领。
issue-bad-key = 送来的选票码公钥不完整，没有发票。请刷新本页再领一次；仍不行，请换一个浏览器。
issue-key-cancelled = 这个选票码已经作废，不能再用，没有发票。请刷新本页再领一次，会生成新的选票码。
issue-has-paper = 这位代表本轮领取的是纸质票，没有发电子选票。要改用电子选票，请先到大会秘书处作废纸质票。
issue-has-electronic = 这位代表本轮已经领取电子选票，没有发纸质票。要改用纸质票，请先办理作废，监票人确认后再发。
issue-no-paper-rating = 满意度测评只用电子票，没有发纸质票。没有设备的代表请用现场设备测评。
notice-issue-not-now = 现在不能领票。请看下面会议进行到哪一步。
notice-paper-issued = 已登记发出一张纸质票。

# 选票
mark-approve = 赞成
mark-oppose = 反对
mark-abstain = 弃权
mark-satisfied = 满意
mark-basically = 基本满意
mark-dissatisfied = 不满意
mark-choose = 选
mark-do-not-choose = 不选

booth-title = 选票 · 第{ $number }轮
booth-rating-heading = 测评票 · 第{ $number }次
booth-heading = 选票 · 第{ $number }轮
booth-loading = 正在准备选票
booth-waiting = 还没有开始投票
booth-waiting-words = 请等主持人宣布开始。开始后，本页会自动打开选票。
booth-no-script = 投票需要浏览器脚本
booth-no-script-why = 选票在您的设备上加密以后才送出，所以这一页离不开脚本。
booth-no-script-mend = 请打开脚本后重新打开本页，或换一个浏览器。仍不行，请到大会秘书处，用现场设备投票。
booth-code = 请输入选票码
booth-code-label = 选票码
booth-code-hint = 领票时生成，共 22 个字母和数字，分大小写，横线可有可无。
booth-code-open = 打开选票
booth-code-where = 选票码在领票的那台设备里：在那台设备上打开会议页，点“换一台设备投票”，就能看到选票码和二维码。
booth-scan = 用相机扫二维码
booth-scan-hint = 拍下那台设备上的二维码即可，照片不离开这台设备。用手机自带的扫码也可以。
booth-code-lost = 领票的设备找不到了：请到大会秘书处（签到台），可以用现场设备投票。
booth-text-scanning = 正在读二维码。
booth-text-nothing-scanned = 照片里没有读到选票码。请靠近一些，把整个二维码拍清楚；或者输入选票码。
booth-receipt-done = 投票已经完成，可以关闭本页。
booth-details = 详情
booth-lead-unit = 责任单位：{ $units }
booth-review-button = 查看并投票
booth-review = 核对选票
booth-consequence = 投票后不能更改。
booth-sealed = 选票已在本机封好，编号
booth-open-fold = 想先验一验封票？（可不做）
booth-open-words = 您可以不投这一张，改为当场打开，用另一台设备看里面是不是您的标记；请先记下上面的编号。打开的这一张会露出标记，永远不能再投，之后另封一张再投。
booth-open = 打开这一张，不投
booth-paper-fingerprint = 选票指纹
booth-keys-code = 监票人对照码
booth-text-key-of-others = 封票用的钥匙不是监票人的，谁拿着它就能看到您投了什么。请不要投票，立即告诉监票人。
booth-text-trustees-wrong = 监票人的钥匙没有通过核对。请不要投票，立即告诉监票人。
booth-list-fingerprint = 名单指纹
booth-as-on-screen = 与大屏幕一致吗？不一致，请不要投票，立即告诉大会秘书处。
booth-opened = 已打开，没有投出
booth-opened-words = 请用另一台设备扫码，或者在核对页输入下面的编号。编号应当与您先前记下的相同。
booth-opened-qr = 核对这张选票的二维码
booth-opened-where = 核对页：
booth-seal-another = 回到选票，另封一张
booth-text-opening = 正在打开选票。
booth-text-waiting-to-open = 等待网络。网络恢复后自动继续。
booth-text-nothing-sealed = 选票还没有封好。请返回修改，再查看一次。
booth-text-bad-opening = 送到的选票不完整，没有打开。请回到选票再试。
booth-change = 返回修改
booth-cast = 投票
booth-sending-heading = 正在投票
booth-sending-words = 请不要关闭本页。刷新也不会投两次。
booth-voted = 已投票
booth-in-the-box = 选票已在票箱中。
booth-receipt = 回执
booth-qr-label = 查询回执的二维码
booth-save = 保存回执
booth-copy = 复制
booth-copied = 已复制
booth-look-up = 凭回执可以查到您的选票在票箱里：
booth-look-up-link = 自己核验
booth-receipt-is = 回执不显示您投了什么，可以给任何人看。
booth-stopped = 现在不能投票
booth-reload = 重新打开
booth-enter-code = 输入另一个选票码
booth-back = 返回会议页

booth-text-marked = 已标 { $marked } / { $total }
booth-text-counted = 赞成 { $counted }，至多 { $cap }
booth-text-counted-choose = 已选 { $counted }，至多 { $cap }
booth-text-cap-reached = 赞成已满 { $cap } 项。要赞成这一项，请先改动另一项。
booth-text-cap-reached-choose = 已选满 { $cap } 项。要选这一项，请先改动另一项。
booth-text-unmarked = 第 { $rows } 项未标，将按弃权计。
booth-text-unmarked-choose = 第 { $rows } 项未标，将按不选计。
booth-text-unmarked-mark = 未标（按弃权计）
booth-text-unmarked-mark-choose = 未标（按不选计）
booth-text-list-separator = 、
booth-text-sending = 正在加密并送出选票。
booth-text-waiting-to-send = 等待网络。选票已备好，存在这台设备上；网络恢复后自动送出，只送一次。
booth-text-waiting-to-load = 正在取选票；网络不通时会自动重试。
booth-text-receipt-name = 回执.txt
booth-text-receipt-file =
    已投票 { $time }
    回执 { $tracker }
    查询 { $lookup }
booth-text-code-malformed = 选票码应为 22 个字母和数字，没有 0、O、I、l。请对照原件重新输入。
booth-text-key-not-listed = 这个选票码不在本轮的名单上。请用领票的那台设备，或到大会秘书处查问。
booth-text-election-differs = 收到的选票与本轮公布的不一致。请不要投票，立即告诉大会秘书处。
booth-text-election-unreadable = 收到的选票不完整。请重新打开；仍不行，请告诉大会秘书处。
booth-text-paper-differs = 页面上的项目与选票上的不一致。请不要投票，立即告诉大会秘书处。
booth-text-tracker-differs = 服务器的回执与本机的不符。请保留此页，告诉大会秘书处：{ $tracker }
booth-text-storage-unavailable = 浏览器不允许保存数据，不能投票。请关闭无痕模式，或换一个浏览器。
booth-text-worker-not-loaded = 投票程序没有完整打开。请重新打开；仍不行，请换一个浏览器，或到大会秘书处投票。
booth-text-program-failed = 出错了（{ $code }）。您的标记还在，请重新打开再试。
booth-text-bad-ballot = 送到的选票不完整，没有收下。请重新打开再投一次；仍不行，请告诉大会秘书处。

cast-no-such-round = 没有这一轮投票，选票没有收下。请返回会议页，重新进入选票。
cast-not-open-yet = 还没有开始投票，选票没有收下。请等主持人宣布开始后再投。
cast-round-closed = 投票已经结束，票箱已封，选票没有收下。
cast-not-on-list = 这个选票码不在本轮的名单上，选票没有收下。请用领票的那台设备，或到大会秘书处查问。
cast-already-cast = 这个选票码已经投过票，一码只能投一次。如果不是您投的，请立即告诉大会秘书处。
cast-bad-ballot = 送到的选票不完整，没有收下（{ $why }）。请重新打开选票再投一次；仍不行，请告诉大会秘书处。
cast-shows-its-marks = 这张选票没有加密好，会露出内容，没有收下。请换一个浏览器重新打开选票再投。
cast-cap = 赞成超过了规定的项数，或者缺少项数证明，选票没有收下。请重新打开选票再投一次。
cast-was-opened = 这张选票已经打开核对过，永远不能再投。请重新打开选票，另封一张再投。
cast-bad-opening = 送来的不是一张可以打开的选票，没有收下（{ $why }）。请重新打开选票再试。
cast-too-many-opened = 一个选票码最多打开核对 { $most } 张，没有再打开。请投票，或到大会秘书处查问。
cast-unavailable = 系统暂时不能收票，选票没有收下。请稍等再试，不会投两次。

# 秘书处:发票
issuing-title = 发票情况
issuing-open = 正在发票
issuing-closed = 名单已封存
issuing-none = 还没有开始发票
issuing-none-mend = 请先在会务页开始发票。
issuing-to-desk = 回会务页
issuing-words-open = 代表丢失选票码的，在开始投票之前可以作废重领：秘书处提出，一名监票人用自己的账号确认。两人办理，缺一不可。
issuing-words-closed = 选票码名单已经封存，不能再发、再作废。哪位代表用哪个选票码，系统已经没有记录。
issuing-search = 姓名或代表证号
issuing-search-button = 查找
issuing-no-match = 没有找到这位代表。请核对姓名或代表证号。
issuing-show-all = 显示全部
issuing-number = 代表证号
issuing-name = 姓名
issuing-delegation = 代表团
issuing-attendance = 出席
issuing-ballot = 选票
issuing-is-issued = 已领票
issuing-not-issued = 未领票
issuing-cancel-waits = 等监票人确认作废
issuing-cancel-withdraw = 撤回作废
issuing-cancel = 作废重领
issuing-cancel-consequence = 监票人确认后，原来的选票码立即失效，永远不能再用；代表可以重新领票。
issuing-cancel-button = 请监票人确认作废
issuing-words-paper = 没有设备的代表可以领纸质票：核对本人和代表证，当面交给一张盖章的空白票，再按“发纸质票”。一人一票，电子、纸质不能同领。
issuing-of-paper = 其中纸质票 { $count }
issuing-is-paper = 已领纸质票
issuing-give-paper = 发纸质票
issuing-cancel-paper-consequence = 监票人收回这张纸质票并当面注销以后再确认；代表可以重新领票。
cancel-too-late = 投票已经开始，名单已经封存，没有作废。
cancel-not-issued = 这位代表本轮没有领票，不需要作废。
cancel-not-requested = 没有等待确认的作废请求，没有办理。可能已经办过，或秘书处已经撤回。
notice-issue-cancelled = 已作废。请代表重新领票。
notice-cancel-requested = 已提出作废，等一名监票人确认。确认以前，原来的选票码仍然有效。
notice-cancel-withdrawn = 已撤回，原来的选票码仍然有效。
notice-cancel-declined = 没有作废，原来的选票码仍然有效。

# 监票人：作废选票
cancellations-title = 作废选票
cancellations-words = 秘书处提出作废下列选票。请当面核对代表本人，再确认。
cancellations-none = 没有等待确认的作废请求
cancellations-none-words = 秘书处提出以后，本页会自动显示。
cancellations-requested-by = 提出人：{ $name }
cancellations-confirm = 确认作废
cancellations-decline = 不作废

# 核对打开的选票
check-title = 核对打开的选票
check-lead = 在投票设备上打开、没有投出的选票，可以在这里看里面的标记。
check-code = 选票编号
check-code-hint = 投票设备上显示的编号，至少前 16 位，分大小写，空格可有可无。
check-button = 核对
check-no-script = 本页要用浏览器脚本重新加密
check-no-script-mend = 没有脚本，按“核对”得到的是文件。可以用我们的程序核对：
check-loading = 正在核对
check-good = 这张选票里的标记
check-good-words = 本机用公开的随机数重新加密，每一处都与封好的选票相同。这张选票没有投出，也不能再投。
check-same = 请再对两处
check-tracker = 选票编号
check-same-words = 编号应当与打开以前记下的相同，选票指纹应当与大屏幕相同；标记应当是您在投票设备上标的。有一处不同，请不要用那台设备投票，立即告诉大会秘书处。
check-limit = 本页的程序也来自本系统。要完全不靠我们，请按核验文档另写程序，或运行 piaojue verify-opened。
check-another = 核对另一张
check-bad = 核对不符
check-bad-mend = 请不要用那台设备投票，保留两台设备的画面，立即告诉大会秘书处。
check-no-code = 编号至少 16 位，由字母、数字、“+”和“/”组成。请对照投票设备重新输入。
check-not-opened = 没有找到这个编号。请核对大小写，尤其是 O 与 0、l 与 1；没有打开的选票，这里查不到。
check-text-waiting-to-load = 等待网络，会自动重试。
check-text-differs = 选票里封的与公开的标记不是一回事。
check-text-malformed = 收到的文件不完整，或者不是一张打开的选票。
check-text-worker-not-loaded = 核对程序没有完整打开。请刷新本页；仍不行，请换一个浏览器。
check-text-program-failed = 选票没有通过核对（{ $code }）。

# 会务:条件清单
preflight-candidates = { $standing ->
    [met] 候选项目已列入：{ $number } 件
   *[other] 还没有候选项目，请先录入候选项目
}
preflight-method = { $standing ->
    [met] 票决办法已经通过
   *[other] 还没有通过的票决办法，请先登记
}
preflight-seats-exceed = 应选 { $number } 项，候选项目只有 { $of } 件：应选数不能超过候选数
preflight-approvals-exceed = 至多赞成 { $number } 项，候选项目只有 { $of } 件：请改小
preflight-margin_below_minimum = 差额比例低于票决办法的建议下限。只作提示，不影响开始
preflight-prior-review = { $standing ->
    [met] 人大常委会审议已经登记
   *[other] 还没有登记人大常委会审议：未经审议，不能票决
}
preflight-opinions = 审议意见有 { $number } 条还没有写明如何处理
preflight-list-sealed = { $standing ->
    [met] 名单已封存
   *[other] 名单来自建议，须经审议、公示后封存
}
preflight-list-broken = 名单与封存的不一致：请核对后拆封，再重新封存
preflight-roll = { $standing ->
    [met] 名册已导入：应到 { $number } 名
   *[other] 还没有名册，请先导入代表名册
}
preflight-scrutineers = { $standing ->
    [met] 监票人 { $number } 名，其中总监票人 1 名
   *[other] 监票人至少 2 名，其中 1 名是总监票人；现有 { $number } 名
}
preflight-key = { $standing ->
    [met] 监票人密钥已经生成
   *[other] 监票人密钥还没有生成
}
preflight-copies = { $standing ->
    [blocks] 只有 { $number } 名监票人确认已抄存密钥，开箱需要 { $of } 名。还没有确认的：{ $names }
   *[other] 还没有确认已抄存密钥的监票人：{ $names }
}
preflight-quorum = { $standing ->
    [met] 法定人数已达到：实到 { $number }，需要 { $of }
   *[other] 法定人数未达到：实到 { $number }，需要 { $of }
}
preflight-issued = { $standing ->
    [met] 已领票 { $number } 张，实到 { $of } 名
   *[other] 还没有代表领票
}
preflight-keys-agree = { $standing ->
    [met] 选票码 { $number } 个，与发出的电子选票 { $of } 张相符
   *[other] 选票码 { $number } 个，发出电子选票 { $of } 张，两数不符：请停下查明
}
preflight-election-signed = { $standing ->
    [met] { $number } 名监票人已签署选票设置，需要 { $of } 名：封票用的正是监票人的钥匙
    [hint] 监票人还没有签够（{ $number } / { $of }）。演练可以不签；正式投票须先签署
   *[other] 等监票人签署选票设置（{ $number } / { $of }）：请监票人在自己的设备上核对、签署，证明封票用的正是他们的钥匙
}
election-not-waiting = 现在不需要签署选票设置。请返回监票页，看现在是哪一步。
election-signed-already = 您已经签署，不需要再签。
election-signature-wrong = 这个签名与选票设置里您的钥匙不符，没有收。请核对密钥；仍不行，请告诉大会秘书处。
notice-election-signed = 已签署：封票用的是您和其他监票人的钥匙。
preflight-issued-but-absent = { $number } 名代表领票后离席：请更正出席，或作废其选票
preflight-not-all-issued = 实到 { $of } 名，还有 { $number } 名没有领票。开始后不能补领
preflight-cancel-requests = { $number } 件作废请求还没有办：请监票人确认，或者撤回
preflight-paper-alone = 只有 1 张纸质票：计票报告单单列纸质票，会显出这位代表怎样投。请再发几张纸质票，或者作废后改用现场设备投票
preflight-paper-few = 纸质票只有 { $number } 张（不到 { $of } 张）：计票报告单单列纸质票，可能看出某位代表怎样投

prepare-blocked = 还有条件没有办好，没有开始发票。请看下面的清单。
prepare-round-exists = 这次会议已经开始过发票，没有重复开始。
prepare-paper = 候选项目印不成选票（{ $why }），没有开始发票。请检查候选项目的名称。
open-blocked = 还有条件没有办好，没有开始投票。请看下面的清单。
open-wrong-state = 这一轮现在不能开始投票。页面已经更新，请看现在是哪一步。
close-wrong-state = 这一轮现在不能封箱。页面已经更新，请看现在是哪一步。
notice-issuing-started = 已开始发票。代表现在可以领票。
notice-round-opened = 投票已开始。代表现在可以投票。
notice-round-closed = 票箱已封，计票已开始。

preflight-box-unreadable = { $standing ->
    [met] 票箱里的内容读得出来
   *[other] 票箱里的内容读不出来，监票人交来密钥也打不开：请技术人员查看最近的备份；备份也不行，请作废本轮，另行组织
}
preflight-roll-unchanged = { $standing ->
    [met] 代表名册与首轮相同
   *[other] 代表名册与首轮不同：请恢复后再投票
}
issuing-few-paper = 纸质票已发 { $count } 张，少于 5 张不能开始投票
issuing-few-paper-words = 报告单单列纸质票的票数，太少时别人可能看出是谁怎样投的。请准备发 5 张以上；实在不够的，须登记主席团同意，只有 1 张时不能进行。
issuing-missing = 到会未领票 { $count } 名
issuing-only-missing = 未领票的 { $count } 名
