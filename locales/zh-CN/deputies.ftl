roll-title = 名册
roll-lead = 在册代表 { $count } 名，{ $delegations } 个代表团。
roll-empty = 还没有名册
roll-empty-mend = 先导入代表名册，签到、领票和法定人数都以它为准。
roll-import = 导入名册
roll-import-again = 重新导入
roll-frozen = 名册已锁定
roll-frozen-why = 票决轮次已经开始，各轮须用同一份名册。
roll-by-delegation = 按代表团
roll-everybody = 全部 { $count }
roll-back = 返回名册

deputy-search = 姓名或代表证号
deputy-number = 代表证号
deputy-name = 姓名
deputy-delegation = 代表团
deputy-phone = 手机号
deputy-note = 备注
people = { $count } 人
search = 查找
search-found = 查找“{ $typed }”：{ $count } 人。
search-clear = 清除查找
search-nobody = 没有找到
search-nobody-mend = 请核对姓名或代表证号；只输入其中一部分也可以。
action = 操作

roll-import-lead = 支持 CSV 和 Excel（.xlsx）。须有的列：代表证号、姓名、代表团；可有的列：手机号、备注。名册整份导入，有一处错误就不导入。
roll-import-closed = 现在不能导入名册
roll-file = 名册文件
roll-file-hint = 不超过 5 MB。
roll-template = 下载空白名册样表
roll-preview = 查看预览
roll-no-file = 还没有选择名册文件。请先选择文件，再按“查看预览”。
roll-form-expired = 页面放置过久。请重新选择名册文件，再提交一次。
roll-has-faults = 名册没有导入：这个文件不能用。原因和改法见下表。
roll-has-faulty-lines = 名册没有导入：有 { $count } 行需要改正。改好文件后请重新选择。
roll-faults = 要改的地方：{ $file }
roll-faults-lead = 现在什么都还没有写入。请在原文件中逐条改好，再重新选择文件。
roll-faults-first = 共 { $count } 条，下面列出前 { $shown } 条。
roll-line = 行
roll-column = 列
roll-value = 现在是
roll-fault = 问题和改法
roll-whole-file = 整个文件
roll-whole-line = 整行
roll-no-value = （空）
roll-at-line = 第 { $line } 行

roll-refused-empty = 名册里没有代表。请在表头下面逐行填写代表，再重新导入。
roll-refused-frozen = 票决轮次已经开始，名册不能再换；各轮须用同一份名册。
roll-refused-attendance = 已有 { $count } 名代表签到或请假，名册不能再换。确需更换，请先在签到台逐一撤销。
roll-refused-number = 第 { $line } 行的代表证号“{ $value }”太短，不能用来登录。请改为 2 位以上（如 01），再重新导入。
roll-upload-gone = 这份文件已经导入过，或者放置超过一天已清除。如未导入，请重新选择文件。

roll-preview-title = 名册预览
roll-preview-lead = { $file } 读取无误。请核对后确认导入；现在还没有写入。
roll-preview-deputies = 代表
roll-preview-added = 新增
roll-preview-gone = 移出
roll-preview-delegations = 各代表团人数
roll-warnings = 请核对
roll-warnings-lead = 以下各项不妨碍导入，但请看一眼。
roll-consequence-first = 导入后即可生成登录卡、办理签到。
roll-consequence = 导入会替换现有名册（{ $before } 人）。证号和姓名都没有变的代表，登录卡继续有效。
roll-consequence-cards = 导入会替换现有名册（{ $before } 人）。移出的代表或换了姓名的证号，有 { $count } 张登录卡立即作废；其余登录卡继续有效。
roll-confirm = 导入 { $count } 人
roll-cancel = 不导入
roll-changes = 自动改正了 { $count } 处
roll-change = 改正
roll-change-from = 文件中
roll-change-to = 读作
roll-change-decode = 转换文字编码
roll-change-strip_bom = 去掉文件开头标记
roll-change-trim = 去掉首尾空格
roll-change-fullwidth_to_halfwidth = 全角改半角
roll-change-remove_inner_space_between_han = 去掉汉字之间的空格
roll-rows = 全部 { $count } 行
roll-rows-first = 前 { $shown } 行，共 { $count } 行
notice-roll-imported = 名册已导入。

roll-error-empty_file = 文件是空的。请确认选对了文件。
roll-error-file_too_large = 文件超过 { $megabytes } MB。请只保留代表名册一张表，去掉图片后重新保存。
roll-error-unpacked_too_large = 工作簿展开后超过 { $megabytes } MB。请把名册复制到一个新的工作簿里保存。
roll-error-wrong_file_type = { $format ->
    [ole2] 这是旧版 Excel 文件（.xls）。请用“另存为”存成 .xlsx 或 CSV。
    [encrypted_office] 这个工作簿设了打开密码。请去掉密码后保存。
    [other_zip] 这是压缩包或其他文档，不是 Excel 工作簿。请存成 .xlsx 或 CSV。
    [png] 这是图片，不是表格。请选择 .xlsx 或 CSV 文件。
    [jpeg] 这是图片，不是表格。请选择 .xlsx 或 CSV 文件。
    [gif] 这是图片，不是表格。请选择 .xlsx 或 CSV 文件。
    [pdf] 这是 PDF，不是表格。请选择名册原来的 .xlsx 或 CSV 文件。
    [rtf] 这是文字文档，不是表格。请选择 .xlsx 或 CSV 文件。
    [archive] 这是压缩包。请先解压，再选择里面的名册文件。
    [markup] 这其实是网页文件。请用 Excel 打开，另存为 .xlsx。
    [utf16_text] 这是“Unicode 文本”。请另存为 .xlsx 或“CSV UTF-8”。
   *[other] 这不是 CSV 或 Excel 文件。请选择 .xlsx 或 CSV 文件。
}
roll-error-undecodable = 文件的文字编码认不出来。请用 Excel 另存为“CSV UTF-8”或 .xlsx。
roll-error-broken_workbook = 工作簿已损坏，读不出来。请用 Excel 打开后重新保存。
roll-error-too_many_sheets = 工作表超过 { $limit } 张。请只保留代表名册一张。
roll-error-multiple_sheets = 有 { $count } 张工作表都有内容：{ $sheets }。请只保留代表名册一张。
roll-error-merged_header = 工作表“{ $sheet }”开头的合并单元格一直到第 { $last-line } 行。请删去标题行、取消合并，让第 1 行就是表头。
roll-error-merged_cells = 工作表“{ $sheet }”里有合并单元格（到第 { $last-line } 行）。请取消合并，每行都填全。
roll-error-missing_column = 缺少“{ $column }”这一列。请在表头补上，或把相应的表头改成“{ $column }”。
roll-error-duplicate_column = “{ $column }”有两列。请只保留一列。
roll-error-no_rows = 只有表头，没有代表。请在表头下面逐行填写。
roll-error-too_many_rows = 超过 { $limit } 行。请确认选对了文件；空白行也请删去。
roll-error-too_many_columns = 超过 { $limit } 列。请只保留需要的列。
roll-error-cell_without_heading = 这一格在最后一个表头之外，多半是多了一个逗号。请删去，或补上表头。
roll-error-blank_required = “{ $column }”不能空着。请补上。
roll-error-duplicate_id = 与第 { $first-line } 行的代表证号重复（不分大小写）。请核对这两行。
roll-error-formula_in_cell = 这一格以“{ $start }”开头，像是公式。请改成普通文字。
roll-error-not_text = 这一格是日期、小数或逻辑值，不是文字。请把该列设为“文本”后重新填写。
roll-error-line_break_in_cell = 这一格里有换行。请删去换行。
roll-error-unreadable_character = 这一格里有字已经丢失，显示为“�”。请对照原名册重新填写。
roll-error-invisible_character = 这一格里有看不见的字符（{ $code-point }）。请删去整格后重新输入。
roll-error-space_in_id = 代表证号中间有空格。请删去空格。
roll-error-too_long = “{ $column }”超过 { $limit } 个字。请改短。

roll-warning-guessed_encoding = 文件不是 UTF-8，已按 GB18030 读取。请核对姓名有无乱码。
roll-warning-fullwidth_converted = 有 { $cells } 格的全角字母、数字已改为半角。
roll-warning-spaces_removed = 有 { $cells } 格去掉了多余的空格。
roll-warning-unknown_column = 这一列不用，导入时略去。
roll-warning-number_cell = 代表证号是按数字保存的，前面的 0 可能已经丢失。请核对。
roll-warning-private_use_character = 含有非标准的字，在别的机器上可能显示不同。请核对姓名。
roll-warning-same_name_in_delegation = 与第 { $first-line } 行同团同名。如是同一人，请删去一行。

card = 登录卡
card-issued = 已生成
card-missing = 未生成
card-make = 生成登录卡
card-renew = 换发登录卡
cards-title = 登录卡
cards-lead = 代表凭登录卡上的用户名和密码登录。A4 纸每页 10 张，沿虚线裁开。
cards-whose = 为谁生成
cards-without = 还没有登录卡的代表（{ $count } 人）
cards-one = 一名代表（补发、换发）
cards-one-number = 这名代表的代表证号
cards-all = 全体代表（{ $count } 人）
cards-delegation = { $missing ->
    [0] { $count } 人
   *[other] { $count } 人，其中 { $missing } 人还没有登录卡
}
cards-consequence = 生成新卡后，这些代表的旧卡立即作废，已登录的会退出。密码只显示一次，请当场打印。生成数百张约需十秒。
cards-make = 生成并显示
cards-back = 返回名册
cards-nobody = 还没有选定为谁生成。请选一项。
cards-no-number = 请填写这名代表的代表证号。
cards-unknown-number = 名册上没有代表证号“{ $value }”。请核对后重新填写。
cards-no-login = 代表证号“{ $value }”不能用来登录。请在名册中改为 2 位以上，重新导入后再生成。
cards-taken = “{ $value }”已经是一名工作人员的用户名。请在名册中换一个代表证号，或请系统管理员更改该用户名。
cards-roll-changed = 名册刚刚换过，没有生成登录卡。请再提交一次。
cards-shown-before = 这一次提交的登录卡已经显示过，密码不再保存。如没有打印，请重新生成；旧卡随即作废。
cards-sheet-title = { $count } 张登录卡
cards-sheet-lead = 请用浏览器的打印功能打印本页：A4 纸，每页 10 张，沿虚线裁开。
cards-sheet-once = 密码只在这一页显示一次
cards-sheet-once-mend = 离开或刷新后就看不到了；没有打印的，只能重新生成。打印后请关闭本页。
cards-qr = { $name }的登录二维码
cards-how = 扫码后输入密码登录。请勿转借；遗失请到签到台换发。

attendance = 签到
attendance-title = 签到台
attendance-list = 签到名单
attendance-by-state = 按状态
attendance-absent = 未签到
attendance-excused = 请假
attendance-present = 已签到
attendance-none-absent = 没有未签到的代表
attendance-none-excused = 没有请假的代表
attendance-none-present = 还没有代表签到
attendance-done-present = { $name } 已签到
attendance-done-excused = { $name } 已记为请假
attendance-done-absent = { $name } 已改回未签到
attendance-holds-ballot = { $name } 已领取选票。请先到“领票情况”，由监票人在场作废其选票，再更改签到。
in-office = 应到
present = 实到
excused = 请假
quorum = 法定人数
quorum-reached = 已达到
quorum-missing = 还差 { $count } 人
check-in = 签到
excuse = 请假
leave = 请假离会
undo-check-in = 撤销签到
undo-excuse = 撤销请假
check-in-code = 会场签到码
check-in-code-hint = 会场大屏上的 6 位数字，每分钟更换。
check-in-or-desk = 签到后即可领票。也可以到签到台，请工作人员代为签到。
check-in-code-none = 开启后，代表可以在手机上输入会场大屏的签到码自行签到。
check-in-code-why = 自行签到已开启。签到码每分钟更换，只在从这里打开的会场大屏上显示；代表登录后输入即签到。
check-in-code-make = 开启自行签到
check-in-code-renew = 立即更换签到码
check-in-code-renew-consequence = 更换后，先前的签到码立即失效；已签到的不受影响。
check-in-code-screen = 打开会场大屏（带签到码）
check-in-code-screen-note = 公开的大屏页面只显示人数；签到码只在从这里打开的大屏上显示，请勿把它的网址发到会场以外。
check-in-not-open = 现在还不能用签到码签到。请稍候，或到签到台签到。
check-in-wrong-code = 签到码不对，或者已经更换。请输入会场大屏上现在的 6 位数字；也可以到签到台签到。
check-in-too-often = 输入次数太多。请等一分钟再试，或到签到台签到。
notice-checked-in = 签到成功。
notice-check-in-code-made = 自行签到已开启，签到码从现在起重新生成。
attendance-counted-in-round = { $name } 在启封投票时已计入实到，不能撤销签到。如代表离会，请记为请假离会并写明原因。
attendance-no-reason = 请写明请假原因（60 字以内），例如“因病”“因公出差”。
attendance-late = 本轮投票已经启封
attendance-late-words = 现在签到的代表计入实到，但不能领取本轮选票；如有下一轮，可以参加。
attendance-changes = 最近的签到变动
attendance-changes-words = 撤销的也列在这里；全部变动保存在审计记录中，不能删改。
attendance-change-at = 时间
attendance-change = 变动
attendance-change-by = 经办人
desk-check-in = 签到台签到
desk-check-in-hint = 输入代表证号或姓名，或用扫码枪扫登录卡上的二维码，按回车即签到。
desk-check-in-blank = 还没有输入。请输入代表证号或姓名，或扫登录卡。
desk-check-in-nobody = 名册上没有“{ $typed }”。请核对代表证号或姓名；也可以在下面查找。
desk-check-in-several = 有 { $count } 名代表叫“{ $typed }”。请在下面的名单里按代表证号选定。
desk-check-in-before = { $name } 先前已经签到。
leave-reason = 请假原因
leave-record = 记为请假
