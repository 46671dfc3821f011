sheet-fault-empty_file = 文件是空的。请确认选对了文件。
sheet-fault-file_too_large = 文件超过 { $megabytes } MB。请只保留要用的一张表，去掉图片后重新保存。
sheet-fault-unpacked_too_large = 工作簿展开后超过 { $megabytes } MB。请把表格复制到一个新的工作簿里保存。
sheet-fault-wrong_file_type = { $format ->
    [ole2] 这是旧版 Excel 文件（.xls）。请用“另存为”存成 .xlsx 或 CSV。
    [encrypted_office] 这个工作簿设了打开密码。请去掉密码后保存。
    [other_zip] 这是压缩包或其他文档，不是 Excel 工作簿。请存成 .xlsx 或 CSV。
    [png] 这是图片，不是表格。请选择 .xlsx 或 CSV 文件。
    [jpeg] 这是图片，不是表格。请选择 .xlsx 或 CSV 文件。
    [gif] 这是图片，不是表格。请选择 .xlsx 或 CSV 文件。
    [pdf] 这是 PDF，不是表格。请选择原来的 .xlsx 或 CSV 文件。
    [rtf] 这是文字文档，不是表格。请选择 .xlsx 或 CSV 文件。
    [archive] 这是压缩包。请先解压，再选择里面的表格文件。
    [markup] 这其实是网页文件。请用 Excel 打开，另存为 .xlsx。
    [utf16_text] 这是“Unicode 文本”。请另存为 .xlsx 或“CSV UTF-8”。
   *[other] 这不是 CSV 或 Excel 文件。请选择 .xlsx 或 CSV 文件。
}
sheet-fault-undecodable = 文件的文字编码认不出来。请用 Excel 另存为“CSV UTF-8”或 .xlsx。
sheet-fault-broken_workbook = 工作簿已损坏，读不出来。请用 Excel 打开后重新保存。
sheet-fault-too_many_sheets = 工作表超过 { $limit } 张。请只保留要用的一张。
sheet-fault-multiple_sheets = 有 { $count } 张工作表都有内容：{ $sheets }。请只保留要用的一张。
sheet-fault-merged_cells = 单元格 { $cells } 是合并的，这一列每行要各填各的。请取消合并，逐行填写。
sheet-fault-too_many_rows = 超过 { $limit } 行。请确认选对了文件；空白行也请删去。
sheet-fault-too_many_columns = 超过 { $limit } 列。请只保留需要的列。
sheet-fault-too_many_parts = 工作簿里的附件、图片等超过 { $limit } 个。请把表格复制到一个新的工作簿里保存。
sheet-fault-too_much_formatting = 工作簿的单元格样式太多。请新建一个工作簿，用“选择性粘贴—数值”把表格复制过去再保存。
sheet-fault-cell_too_far = 单元格 { $cell } 里有内容，离表格太远。请选中它所在的整行或整列，删除后保存；其余内容不用动。
sheet-fault-cell_too_long = 单元格 { $cell } 超过 { $limit } 个字符。请缩短后保存。
sheet-fault-too_much_text = 表格里的内容太多。请确认选对了文件，并删去用不着的列。

reading-title = 怎样读这份文件
reading-sheet = 工作表
reading-several = 有几张工作表都像要导入的表，请选定一张。
reading-choose = 请选择
reading-head = 表头在第几行
reading-head-hint = 表头上面的行当作标题，不导入。
reading-columns = 各列是什么
reading-columns-hint = 按表头认出的已经选好；认错的请改。
reading-missing = 还缺：{ $columns }。
reading-twice = 选了两列：{ $columns }。请各留一列。
reading-no-heading = （无表头）
reading-unused = 不用这一列
reading-odd = 隐藏、筛选掉或划掉的行
reading-odd-taken = 照样导入
reading-odd-left = 不导入
reading-numbers = 没有代表证号的，由系统编号（如 D0001）；再次导入时，同团同名的人保留原号
reading-apart = 名称相近的代表团是不同的团，不要合并
reading-again = 按此重新读取
skipped-lead = 下面 { $count } 行不导入：
skipped-title = 表头以上：
skipped-heading = 重复的表头：
skipped-sum = 小计、合计：
skipped-note = 说明、签名或未填完的行：
skipped-hidden = 隐藏的行：
skipped-struck = 划掉的行：
odd-lead = 下面 { $count } 行在表格里看不到或被划掉，照样导入：
odd-hidden = 隐藏或筛选掉：
odd-struck = 划掉：
