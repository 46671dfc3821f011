day = { $year }年{ $month }月{ $day }日
print = 打印

number-in-office = 应到
number-excused = 请假
number-present = 实到
number-issued = 发出
number-returned = 收回
number-valid = 有效
number-not-cast = 未投

# 计票报告单
paper-title = 计票报告单
paper-turnout = 会议和人数
paper-number = 编号
paper-date = 时间
paper-in-office = 应到
paper-excused = 请假
paper-present = 实到
paper-quorum = 法定人数
paper-met = 已达到
paper-not-met = 未达到
paper-issued = 发出
paper-returned = 收回
paper-valid = 有效
paper-absent = 缺席
paper-void = 无效
paper-not-cast = 未投
paper-absent-words = 缺席 { $absent } 名，没有请假，也没有签到（应到 { $in-office }，减请假 { $excused }、实到 { $present }）。
paper-method = 票决办法
paper-method-version = 第 { $version } 版，应选 { $seats } 项，
paper-method-mark = 赞成票超过全体代表半数方可通过（须 { $mark } 票）
paper-method-mark-present = 赞成票超过实到代表半数方可通过（须 { $mark } 票）
paper-method-no-mark = 以赞成票多少为序
paper-votes = 各项目得票
paper-ballot-number = 票号
paper-project = 项目
paper-approve = 赞成
paper-oppose = 反对
paper-abstain = 弃权
paper-over-mark = 过半数
paper-rank = 名次
paper-outcome = 结果
paper-yes = 是
paper-no = 否
paper-chosen = 通过
paper-not-chosen = 未通过
paper-separator = 、
paper-conclusion = 结论：第 { $numbers } 号共 { $count } 项获得通过。
paper-conclusion-none = 结论：没有项目获得通过。
paper-fingerprints = 核对和指纹
paper-checks = 核对
paper-agrees = 相符
paper-differs = 不符
paper-fingerprint = 指纹
paper-fingerprint-archive = 票箱
paper-fingerprint-key-list = 选票码名单
paper-archive = 票箱指纹
paper-key-list = 选票码名单指纹
paper-election = 选票指纹
paper-chief = 总监票人
paper-scrutineer = 监票人
paper-signed = 已签
paper-unsigned = 未签
paper-secretariat = 大会秘书处
paper-confirmed = 已确认
paper-unconfirmed = 未确认
paper-announced = 公告
paper-not-announced = 未公告
paper-signing = 签署
paper-role = 职务
paper-name = 姓名
paper-in-the-system = 系统签署
paper-hash = 本单指纹（SHA-256）

check-returned_within_issued = 收回 ≤ 发出
check-issued_within_present = 发出 ≤ 实到
check-present_within_in_office = 实到 ≤ 应到
check-returned_is_valid_plus_void = 收回 = 有效 + 无效
check-project_sum_is_valid = 每项赞成 + 反对 + 弃权 = 有效
check-approvals_within_cap = 赞成总数 ≤ 有效 × 至多赞成数

# 票决结果
result-title = { $year }年票决结果
result-title-year = { $year }年度
result-title-what = 民生实事项目
result-title-end = 票决结果
result-not-yet = 结果还没有公告
result-not-yet-words = 代表投票、监票人开箱计票并签署以后，由大会主席团公告。公告之前，这里不显示任何票数。
result-not-yet-receipt = 代表凭回执，随时可以查自己的选票在不在票箱里：
result-candidates = 看候选项目
result-lead = { $returned } 名代表参加表决，{ $chosen } 个项目获得通过。
result-lead-list = { $chosen } 个项目获得通过。
result-lead-none = { $returned } 名代表参加表决，没有项目获得通过。
result-votes = 得票
result-caption = 各候选项目的得票，按赞成票数排列
result-rank = 名次
result-project = 项目
result-picture = 得票图
result-mark = 过半数 { $mark }
result-approve = 赞成
result-oppose = 反对
result-abstain = 弃权
result-number = { $number } 号
result-chosen = 通过
result-not-chosen = 未通过
result-cut-mark = { $rest ->
    [0] 以上 { $chosen } 项过半数且在应选 { $seats } 项名额内，获得通过
   *[other] 以上 { $chosen } 项过半数且在应选 { $seats } 项名额内，获得通过；以下 { $rest } 项未通过
}
result-cut-top = { $rest ->
    [0] 以上 { $chosen } 项在应选 { $seats } 项名额内，获得通过
   *[other] 以上 { $chosen } 项在应选 { $seats } 项名额内，获得通过；以下 { $rest } 项未通过
}
result-cut-none = 没有项目获得通过
legend-approve-chosen = 赞成（通过）
legend-approve-rest = 赞成（未通过）
legend-oppose = 反对
legend-abstain = 弃权
legend-mark = 过半数线：须 { $mark } 票（应到 { $of } 名的过半数）
legend-mark-present = 过半数线：须 { $mark } 票（实到 { $of } 名的过半数）
result-turnout = 参加表决的人数
result-present-rate = 应到 { $of } 的 { $rate }%
result-returned-rate = 发出 { $of } 的 { $rate }%
result-void = 无效 { $void }
result-list = 获得通过的项目
result-list-only = 按票号排列。票决办法规定只公布名单，不公布得票。
result-papers = 公告和计票报告单
result-notice = { $style ->
    [named] 大会公告 { $number }
   *[plain] 大会公告 第 { $number } 号
}
result-certificate = 计票报告单
tables-votes = 各项得票
tables-rounds = 各轮人数和票数
result-hash = 计票报告单指纹（SHA-256）
result-verify-words = 每一张选票都加密存放在票箱里，谁也看不到内容。计票结果附有证明，任何人都可以用自己的程序重新核对。
result-verify-words-list = 代表凭回执可以查到自己的选票在票箱里。
result-verify-link = 核验方法和回执查询
result-verify-link-list = 回执查询
result-projects = 看这些项目现在做得怎么样
file-archive = 票箱档案
file-archive-words = 加密选票和全部证明
file-caps = 赞成项数证明 caps.jsonl
file-caps-words = 每张票的赞成没有超过规定
file-certificate = 计票报告单 certificate.json
file-certificate-words = 全文和签名

# 公告
announcement-title = 公告
announcement-head = 公告
announcement-number = { $style ->
    [named] { $number }
   *[plain] 第 { $number } 号
}
announcement-words = { $congress }{ $session }于{ $day }以无记名投票方式，票决确定{ $year }年度民生实事项目{ $count }项，现予公告：
announcement-words-none = { $congress }{ $session }于{ $day }以无记名投票方式票决{ $year }年度民生实事项目，没有项目获得通过。现予公告。
announcement-item = { $n ->
    [1] 一、
    [2] 二、
    [3] 三、
    [4] 四、
    [5] 五、
    [6] 六、
    [7] 七、
    [8] 八、
    [9] 九、
    [10] 十、
    [11] 十一、
    [12] 十二、
    [13] 十三、
    [14] 十四、
    [15] 十五、
    [16] 十六、
    [17] 十七、
    [18] 十八、
    [19] 十九、
    [20] 二十、
    [21] 二十一、
    [22] 二十二、
    [23] 二十三、
    [24] 二十四、
    [25] 二十五、
    [26] 二十六、
    [27] 二十七、
    [28] 二十八、
   *[other] { $n }、
}
announcement-hash = 计票报告单指纹

# 自己核验
verify-title = 自己核验
verify-lead = 任何人都可以查：选票在不在票箱里，票数算得对不对。
verify-mine = 我的选票在票箱里吗
verify-not-open = 还没有开始投票
verify-not-open-words = 开始投票以后，才能查回执。
verify-in-the-box = 在票箱里
verify-in-the-box-words = 这张选票已在票箱中。封箱以后会计入结果。
verify-in-the-box-counted = 这张选票已在票箱中，已经计入结果。
verify-confirm = 这是我的选票，我已核对
verify-confirm-words = 只记这一张核对过，不记是谁。
verify-confirmed = 这张选票的主人已经核对过。
verify-checked = { $count } 张选票的主人核对过。
verify-checked-after = 票箱档案公布以后，又有 { $count } 张被核对。
verify-checked-limit = 档案公布以前，只有拿着回执的人才查得到；公布以后，谁都能算出全部回执，所以分开数，后者只作参考。
checked-not-in-the-box = 票箱里没有这个回执，没有记下。请核对回执再查一次。
notice-ballot-checked = 已记下：这张选票的主人核对过。
verify-not-there = 没有找到
verify-not-there-words = 票箱里没有这个回执。请核对大小写，尤其是 O 与 0、l 与 1。仍找不到，请把回执交给监票人。
verify-no-receipt = 这不是一个完整的回执
verify-no-receipt-words = 回执共 43 位，由字母、数字、“+”和“/”组成。请对照保存的回执重新输入。
verify-tracker = 回执上的字符
verify-tracker-hint = 共 43 位，分大小写，空格可有可无。
verify-tracker-wrong = 位数或字符不对。
verify-look-up = 查询
verify-look-up-alone = 查询在本机上进行：浏览器取来全部回执的名单自己找，服务器不知道您查的是哪一张，也不知道是谁在查。
verify-look-up-no-script = 这个浏览器没有运行程序，只能把回执发给服务器查：如果您已登录，服务器就能看到是谁查了哪一张。请先退出登录，或者换一个浏览器再查。
verify-text-looking = 正在查……
verify-text-unavailable = 名单没有取到，还不能说找没找到。请检查网络，再点一次“查询”。
verify-all = 重新核对整个计票
verify-all-not-yet = 公告以后，这里提供票箱档案、证明和计票报告单，任何人都可以下载，重新核对每一步。
verify-all-list-only = 本次票决办法规定只公布名单，票箱档案和得票不公布。计票由全体监票人核对、签署。
verify-here = 在本浏览器里核对全部
verify-here-words = 点一下，您的浏览器就下载公布的票箱档案、证明和计票报告单，在本机上逐项重新核对：每张选票、每个证明、合计、开箱、票数、签名。不发送任何东西，不用别人的程序。
verify-here-no-script = 在本机核对需要浏览器脚本。请打开脚本，或者用下面的程序核对。
verify-good = 全部相符
verify-good-words = 公布的票数正是票箱里的票数，票箱里每一张选票都合规则。
verify-seconds = 秒
verify-workers = 个线程
verify-bad = 有一项不符
verify-bad-words = 请把这一页拍下来，告诉监票人。专业人员需要的说明：
verify-text-loading = 正在下载公布的文件……
verify-text-verifying = 正在本机上逐张核对选票……
verify-check-round = 第 { $number } 轮
verify-check-agreed = 投票开始以前，{ $signed } 名监票人签署过：封票用的正是他们的钥匙
verify-text-election-unsigned = 没有足够的监票人签署过封票用的钥匙
file-elections = 监票人对封票钥匙的签名
file-elections-words = elections.jsonl，每行一名监票人，开始投票以前签署
verify-check-counts = 计票报告单上的发出、收回和各项票数与票箱一致，指纹相符
verify-check-signed = 计票报告单由监票人签署：{ $names }
verify-check-sealed = 计票报告单上的系统印章有效
verify-text-ballot-refused = 第 { $ballot } 张选票没有通过
verify-text-broken = 票箱档案不完整，或被改动过
verify-text-counts-differ = 计票报告单上的数与票箱里的不一致
verify-text-certificate-differs = 计票报告单的指纹不是它内容的指纹
verify-text-not-signed = 监票人 { $name } 没有有效签名
verify-text-signature-wrong = 一个签名不成立
verify-text-seal-wrong = 系统印章不成立
verify-text-second-box = 同一轮投票，本机先前核对过的票箱对照码是 { $first }，现在是 { $second }：一轮只有一个票箱
verify-text-storage = 这个浏览器记不住核对过的票箱。请关闭无痕浏览再试
verify-text-worker = 核对程序没有完整打开。请重新打开本页；仍不行，请换一个浏览器。
verify-experts = 给专业人员：用程序核对
verify-experts-words = 上面的按钮核对除“按表决办法谁当选”以外的全部；下面的程序连这一项也核对，而且不必相信这个网站送来的脚本。
verify-format = 文件格式与核对办法（英文）
verify-step-download = 下载下面的文件，放在同一个文件夹里。
verify-step-run = 运行：
verify-step-read = 每一步核对占一行，都是“相符”才算通过；显示的指纹应当与下面的一致。
verify-other-tools = 也可以不用我们的程序：票箱档案是 Belenios v1 格式，别人写的 Belenios 工具也能核对选票、合计和开箱的每一个证明。它自带的 election verify 会跳过选票和合计的比对，单用不够；下载源码后运行 make audit ARCHIVE=票箱档案，会补上这几步。
verify-other-tools-caps = 只有一样例外：每张票赞成不超过规定项数，证明另存在 caps.jsonl 里，别的工具不会查。
verify-limits = 这套办法不保证什么
verify-limit-scrutineers = 达到开箱人数的监票人（通常是任意两名）与系统联手，可以解开单张选票，但改不了任何一张。
verify-limit-script = 投票的那一分钟，须相信本系统送到浏览器的程序。程序没有压缩，可以读；指纹列在下面，浏览器会核对。
verify-limit-proof = 代表如果用改过的程序留下加密时的随机数，可以向别人证明自己投了什么。
verify-limit-lists = 选票码名单由本系统发放。有没有多发，要靠清点人数、选票码和签到名册来核对，不是靠数学。
verify-programs = 投票程序的指纹
verify-programs-words = 浏览器在运行前逐个核对这些指纹（SRI，SHA-384），不一致就不运行。
verify-programs-source = 点文件名可以读程序原文：没有压缩，就是浏览器运行的那一份。它由公开的源码（client 目录）生成，任何人都可以重新生成，逐字节比对。
verify-sealing = 封票程序说的是真的吗
verify-sealing-words = 投票时，任何代表都可以把封好的一张当场打开、不投，在另一台设备上看里面是不是自己的标记。程序事先不知道哪一张会被打开，做假就可能被抓到。打开过的选票永远不能再投。
verify-script = 程序
verify-script-hash = 指纹
verify-seal = 系统印章公钥（Ed25519，Base64），用来核对计票报告单上的系统印章：

begin-count-wrong-secret = 没有开始计票：服务器现在的密钥文件不是准备这一轮时用的那个，服务器的一份打不开票箱。请技术人员放回原来的密钥文件并重新启动，再在这里开始计票；原来的找不回来了，请作废本轮，另行组织。
begin-count-wrong-state = 现在不能开始计票。页面已经更新，请看现在是哪一步。
share-not-counting = 现在不需要开箱，您的一份没有收。请返回监票页，看现在是哪一步。
share-given-already = 您的一份已经收到，不需要再交。
share-wrong = 您的一份打不开这个票箱（{ $why }），没有收。请核对密钥后再试；仍不行，请告诉大会秘书处。
draft-not-counted = 这一轮还没有计票完毕，不能出具计票报告单。请先开箱。
draft-exists = 这一轮的计票报告单已经出具，没有重复出具。
draft-rules = 按票决办法，现在不能出具计票报告单（{ $why }）。请核对主席团的决定，改正后再出具。
next-round = 按票决办法，须先再次投票，才能出具计票报告单。
next-tie-decision = 得票相同，超出应选名额，须由主席团决定。
next-shortfall-decision = 通过的项目少于应选数，须由主席团决定是否再次投票。
sign-not-drafted = 这份单据已经不再签署，没有签。
sign-signed-already = 您已经签署过，不需要再签。
sign-wrong = 签名与这份计票报告单不符，没有签。请重新打开本页，核对密钥后再签。
certify-unsigned = 还有 { $missing } 名监票人没有签署，没有确认。请等签齐后再确认。
certify-already = 这份单据已经确认过，没有重复确认。
announce-not-certified = 计票报告单还没有核验确认，没有发布。请先确认。
announce-already = 这个结果已经公告过，没有重复发布。
announce-no-number = 请填写公告编号，最多 40 个字。
announce-not-a-day = 请填写公告日期，如 2024-02-03。
announce-before-the-session = 公告日期不能早于会议日期。
announce-in-the-future = 公告日期不能是以后的日子。
notice-count-begun = 计票已开始。请监票人开箱。
notice-certificate-drafted = 计票报告单已出具。请监票人核对、签署。
notice-certificate-certified = 计票报告单已核验确认，通过的项目已经立项。
notice-result-announced = 结果已公告。公众现在可以看到。
notice-share-given = 您的一份已交出。
notice-certificate-signed = 您已签署计票报告单。

# 轮次
round-heading-first = { $number ->
    [1] 第1轮：首次投票，应选 { $seats } 项
   *[other] 第{ $number }轮：重新投票，应选 { $seats } 项
}
round-heading-revote = 第{ $number }轮：票数相等的再次投票，应选 { $seats } 项
round-heading-further_ballot = 第{ $number }轮：未通过项目再次投票，应选 { $seats } 项
round-state-preparing = 准备中
round-state-issuing = 正在发票
round-state-voting = 正在投票
round-state-closed = 票箱已封
round-state-counting = 正在计票
round-state-counted = 已计票
round-state-void = 作废
round-ordered = 主席团决定：
round-annulment = 由{ $by }提出、{ $confirmed }确认。主席团的理由：
conclusion-complete = 应选名额已满，{ $numbers } 号共 { $chosen } 项获得通过。
conclusion-complete-beyond = 末位票数相等，一并入选，{ $numbers } 号共 { $chosen } 项获得通过，比应选数多 { $seats } 项。
conclusion-tie-revote = { $chosen ->
    [0] { $tied } 号票数相等，就其余 { $seats } 个名额再次投票。
   *[other] { $numbers } 号共 { $chosen } 项获得通过；{ $tied } 号票数相等，就其余 { $seats } 个名额再次投票。
}
conclusion-tie-presidium = { $tied } 号票数相等，其余 { $seats } 个名额由主席团决定。
conclusion-shortfall-accepted = { $chosen ->
    [0] 没有项目获得通过，按票决办法以此为结果。
   *[other] { $numbers } 号共 { $chosen } 项获得通过，比应选数少 { $seats } 项，按票决办法以此为结果。
}
conclusion-shortfall-further = { $chosen ->
    [0] 没有项目获得通过，就其余项目再次投票。
   *[other] { $numbers } 号共 { $chosen } 项获得通过，比应选数少 { $seats } 项，就其余项目再次投票。
}
conclusion-shortfall-presidium = { $chosen ->
    [0] 没有项目获得通过，由主席团决定是否再次投票。
   *[other] { $numbers } 号共 { $chosen } 项获得通过，比应选数少 { $seats } 项，由主席团决定是否再次投票。
}
conclusion-void-returned-exceed-issued = 收回的选票多于发出的选票，本轮无效，另行投票。
conclusion-void-no-quorum = 到会代表不足法定人数，本轮无效，另行投票。
conclusion-void-annulled = 本轮作废，另行投票。
decision-choose_tied = 主席团决定 { $numbers } 号入选。理由：
decision-accept_fewer = 主席团决定不再投票。理由：
decision-further_ballot = 主席团决定再次投票。理由：
paper-meeting = 会议和票决办法
paper-withdrawn = 本单已随该轮投票作废，不作依据。
paper-tied = 票数相等
paper-no-box = 本轮没有开始投票，没有票箱。
paper-objected = 提出异议
paper-conclusion-next-round = 结论：须再次投票。
paper-conclusion-next-tie-decision = 结论：待主席团决定。
paper-conclusion-next-shortfall-decision = 结论：待主席团决定。
objections-title = 监票人异议
objections-of = 异议
objections-ruling = 主席团裁定
ruling-overruled = 不采纳：
ruling-annulled = 采纳，本轮作废：
ruling-pending = 待主席团裁定
result-lead-rounds = 共投票 { $rounds } 轮，{ $chosen } 个项目获得通过。
result-void-round = 本轮作废
file-archive-round = 第{ $round }轮票箱档案
file-corrigendum = 更正 { $number } corrigendum-{ $number }.json

# 更正
corrigenda-title = 更正
corrigendum-title = 更正第 { $number } 号
corrigendum-of = 更正的对象：计票报告单 { $certificate }，指纹
corrigendum-date = 日期
corrigendum-place = 更正之处
corrigendum-place-hint = 计票报告单上的哪一栏，如：会议日期
corrigendum-stands = 原文
corrigendum-stands-hint = 照计票报告单上的原样
corrigendum-should-be = 应为
corrigendum-reason = 理由
corrigendum-reason-hint = 怎样发现的、为什么错了
corrigendum-own-sheet = 打印更正第 { $number } 号
corrigendum-hash = 更正指纹（SHA-256）
corrigenda-words = 计票报告单核验以后不能改动。发现错误，只能出具编号的更正，由全体监票人签署；公众同时看到原单和更正。更正不改变票数和结果。
corrigenda-new = 出具更正
corrigenda-consequence = 出具后由全体监票人签署，内容不能再改。
corrigenda-button = 出具更正
corrigenda-pending = 待签署的更正
corrigenda-waiting = 请全体监票人核对并签署。签齐后，这里出现确认。
corrigenda-certify-consequence = 确认后更正生效，与计票报告单一并公布。
corrigenda-certify-button = 确认更正
corrigenda-in-force = 已生效的更正
corrigendum-signing-consequence = 签署后不能撤回。密钥只在您的浏览器里使用，不会送出。
certificate-corrected = 本单另有 { $count } 份更正，附在后面。
correct-not-certified = 计票报告单还没有核验确认，不需要更正。有错请在签署前提出异议。
correct-one-pending = 更正第 { $number } 号还没有生效，没有出具新的。请先签署、确认。
correct-nothing-changes = 没有出具：原文与更正后的文字相同。
correct-bad-text = 没有出具：每一栏都要填写，各不超过 { $most } 个字，不能换行。
notice-corrigendum-drafted = 更正已出具。请监票人核对、签署。
notice-corrigendum-certified = 更正已生效，与计票报告单一并公布。
notice-corrigendum-signed = 您已签署更正。

# 异议
objection-title = 不同意？提出异议
objection-words = 认为本单与实际不符的，不要签署，写明理由提出异议。
objection-reason = 异议和理由
objection-reason-hint = 会记入会议档案，并印在报告单上。
objection-consequence = 提出后，主席团裁定之前不能核验确认。
objection-button = 提出异议
objection-mine = 您已提出异议
objection-waits = 请等候主席团裁定。
signing-withdrawn = 这份报告单已作废
signing-withdrawn-words = 所依据的那一轮投票已经作废，这份报告单不再签署。重新投票后，会出具新的一份，请返回监票页查看。
object-not-drafted = 这份报告单已经不再签署，没有记录异议。请返回监票页，看现在是哪一份。
object-signed = 您已经签署这份报告单，不能再提出异议。发现错误，请告诉大会秘书处出具更正。
object-not-to-this = 更正不接受异议，没有记录。内容有误的，请不要签署，并告诉大会秘书处。
object-already = 您的异议已经记录，不需要再提。
object-no-reason = 没有记录：请写明异议的理由，最多 { $most } 个字。
sign-objected = 您已提出异议，主席团还没有裁定，没有签。请等候裁定。
overrule-nothing = 没有待裁定的异议。页面已经更新，请看现在是哪一步。
overrule-no-reason = 没有记录：请写明主席团裁定的理由，最多 { $most } 个字。
certify-objected = 还有 { $objections } 件异议待主席团裁定，没有确认。请先登记裁定。
annul-certified = 报告单已经核验确认，这一轮不能再作废。计票报告单有文字差错的，请出具更正。
notice-objection-raised = 异议已记录，等候主席团裁定。
notice-objection-overruled = 主席团的裁定已记录。
order-moved-on = 现在不能开始新的一轮。页面已经更新，请看现在是哪一步。
order-no-record = 没有开始：请写明主席团的决定，最多 { $most } 个字，不能换行。
order-settled = 结果已经确定，不需要再次投票。
order-roll-changed = 代表名册与首轮不同，不能再次投票。请把名册恢复到首轮的样子。
order-no-quorum = 实到 { $present } 名，不足法定人数 { $needed } 名，不能再次投票。请等代表到齐并签到。
notice-round-ordered = 新的一轮已开始发票。

# 全过程
timeline-title = 票决全过程
timeline-words = 每一轮都保留在这里，作废的也保留，后来的轮次不覆盖前面的。
timeline-empty = 还没有开始投票
timeline-candidates = 候选项目
timeline-opened = 开始投票
timeline-closed = 封箱
timeline-turnout = 人数和票数
timeline-turnout-words = 应到 { $in-office }，实到 { $present }（法定 { $quorum }）；发出 { $issued }，收回 { $returned }，未投 { $not-cast }
timeline-conclusion = 结论
timeline-certificate = 计票报告单 { $number }
timeline-drafted = 出具于
timeline-withdrawn = 随该轮作废
timeline-certified = 已核验确认

verify-in-a-void-box = 在已作废一轮的票箱里
verify-in-a-void-box-words = 这张选票在票箱中，但那一轮投票已由主席团宣布作废，不计入结果。请看票决全过程。
scrutiny-correct-words = 有一份更正（第 { $number } 号）等您核对、签署。
scrutiny-correct-link = 核对更正
paper-void-round = 本轮投票无效，收回的 { $returned } 张选票不作依据。
paper-void-reasons = 无效原因

# 纸质票
beside-title = 纸质票
beside-box = 电子票
beside-numbers = 发出 { $issued }，收回 { $returned }，有效 { $valid }，无效 { $void }，未投 { $notcast }；分 { $bundles } 扎。已计入上面各数
beside-none-returned = 发出 { $issued }，没有清点。
beside-tellers = 计票人：
beside-by-people = 纸质票由人工清点，两人分别计数、核对一致；票箱档案不能证明这一部分。
beside-box-numbers = 发出 { $issued }，收回 { $returned }
beside-votes = 电子票和纸质票各项得票
beside-summary = 其中纸质票 { $returned } 张
check-paper_returned_within_issued = 纸质票收回 ≤ 发出
check-paper_returned_is_valid_plus_void = 纸质票收回 = 有效 + 无效
check-paper_project_sum_is_valid = 纸质票每项赞成 + 反对 + 弃权 = 有效
check-paper_approvals_within_cap = 纸质票赞成总数 ≤ 有效 × 至多赞成数
draft-paper-not-counted = 纸质票还没有清点完毕，没有出具。请先由两名计票人清点、确认。
notice-draft-paper-not-counted = 纸质票还没有清点完毕，没有出具计票报告单。请先在这里清点、确认。
scrutiny-paper = 清点纸质票
scrutiny-paper-words = 本轮有纸质票，由两名计票人分别清点、录入。
verify-limit-paper = 本次有纸质票：纸质票由人工清点，票箱档案和本页的程序只能核对它与合计相加相符，不能证明它本身。
verify-in-a-rehearsal = 这张选票在演练的票箱里
verify-in-a-rehearsal-words = 演练的选票不计入任何结果；删除演练后就查不到了。
bundles-title = 纸质票清点记录
bundles-words = 每一扎由两名计票人分别清点、录入，互相看不到；两人数字一致才计入结果。录入过的都在这里，改正前的也在。
bundles-bundle = 第 { $number } 扎
bundles-teller = 计票人
bundles-at = 录入时间
bundles-votes = 得票
bundles-row = { $number } 号：赞成 { $approve }，反对 { $oppose }，弃权 { $abstain }
bundles-few = 有的扎不足 5 张，为保守投票秘密，不分扎公布各项得票。

# 不能签署
signed-by = { $count } 名签署
signed-by-overruled = ，{ $count } 名异议未采纳
signed-by-unable = ，{ $count } 名不能电子签署、另行手签
desk-unable = 不能签署
paper-unable = 不能电子签署，{ $name }确认：
paper-by-hand = 签名（手签）
paper-seal = （盖章）　　　　　年　　月　　日
paper-corrected = 本单有更正 { $count } 件，另纸印发，与本单一并有效。
unable-title = 不能签署的监票人
unable-of = { $name }不能签署
unable-waits = 等候总监票人确认；总监票人自己不能签署的，由其他监票人确认。
unable-confirmed-by = { $name }已确认。请本人在打印的报告单上手签。
unable-confirm = 确认情况属实
unable-confirm-consequence = 确认后，本单可以没有这名监票人的电子签名，由其在打印的报告单上手签；理由和您的姓名随单公布。
unable-declare = 密钥丢失等，不能签署？
unable-declare-for = { $name }不能签署？
unable-words = 不能签署不是异议：您对报告单没有不同意见，只是没有办法用密钥签署。
unable-reason = 不能签署的理由
unable-reason-hint = 如：密钥条遗失。随单公布。
unable-consequence = 由总监票人确认后生效；确认后仍可以补签，补签的以签名为准。
unable-button = 登记不能签署
unable-signed = 没有登记：这名监票人已经签署。
unable-objected = 没有登记：这名监票人已经提出异议。
unable-already = 已经登记过，没有重复登记。
unable-no-reason = 没有登记：请写明不能签署的理由，最多 { $most } 个字。
unable-nothing = 没有确认：这件事已经确认，或不由您确认。
unable-to-confirm = 有监票人登记不能签署，请您确认
unable-to-confirm-link = 查看并确认
notice-unable-declared = 已登记不能签署，等候确认。
notice-unable-confirmed = 已确认。
corrigenda-withdraw = 撤回这份更正
corrigenda-withdraw-consequence = 撤回后这份更正不再签署，编号不再使用；可以另行出具。
notice-corrigendum-withdrawn = 更正已撤回。
paper-audit = 出具时操作记录第 { $entries } 条的对照码
paper-list = 候选项目名单

# 更改: what was decided between two rounds
vote-part-list = 候选项目名单
vote-part-roll = 代表名册
vote-part-method = 票决办法
change-after = 第{ $number }轮作废后的更改
change-decided = 决定更改：{ $parts }。理由：
change-recorded = 由{ $by }登记、{ $confirmed }确认
change-removed = 撤下第{ $number }号
change-added = 列入第{ $number }号
change-renumbered = 项目编号有调整
change-roll = 代表名册已更改：应到{ $before }人变为{ $after }人
change-method = 票决办法由第{ $before }版改为第{ $after }版
change-anew = 以前各轮全部作废，不决定任何事；以后各轮按更改后的重新进行。
change-no-body = 请写明由哪次会议决定，最多{ $most }字。
change-bad-day = 请写明决定的日期：不早于那一轮开始的那天，不晚于今天。
change-no-part = 请选明更改哪些。
change-moved-on = 没有提出：只有最近一轮已经作废、下一轮还没有开始时才能更改。
change-something-decided = 没有提出：已有一轮决定了一部分项目，名单、名册和票决办法不能再改；要改，须由下一次会议另行票决。
change-slips-drawn = 没有提出：代表手里已有选票码条，名册不能再改。名单和票决办法仍可以更改。
