candidates-title = Candidate livelihood projects (候选项目)
candidates-title-rest = candidate livelihood projects (候选项目)
title-year = { $year } { "" }
candidates-lead = { $count ->
    [one] One candidate.
   *[other] { $count } candidates, in the order of the list, which is no ranking.
}
candidates-lead-seats = { $count ->
    [one] One candidate, { $seats } to be chosen.
   *[other] { $count } candidates, { $seats } to be chosen, in the order of the list, which is no ranking.
}
candidates-units = Responsible: { "" }
candidates-sub-items = { $count ->
    [one] one sub-item
   *[other] { $count } sub-items
}
candidates-none = There are no candidates yet
candidates-none-when = The government screens the candidates and submits them to the congress; the list is published here once it has been imported.
candidate-number = No. { $number }
candidate-review = Standing committee review
candidate-review-none = not yet recorded
candidate-sub-items = What is to be done
candidate-no-sub-items = The list gives no sub-items; once chosen, the project itself is reported on.
candidate-neighbours = Neighbouring candidates
candidate-before = Previous: { "" }
candidate-after = Next: { "" }

service-field = Field
sub-item-name = Sub-item (子项)
sub-item-kind = Kind
sub-item-target = Target
sub-item-unit = Unit
sub-item-lead = Responsible
sub-item-source = Source text
sub-item-at-least = at least { $target }
sub-item-kind-count = count
sub-item-kind-rate = rate
sub-item-kind-area = area
sub-item-kind-length = length
sub-item-kind-zero_target = down to zero
sub-item-kind-title = title
sub-item-kind-qualitative = qualitative
sub-item-target-zero_target = none left
sub-item-target-title = to be won
sub-item-target-qualitative = accepted on evidence

origin-title = Where this is from
origin-source = The source texts of the sub-items are from: { "" }
origin-inferred = In short: titles and their order are the source's own; the summaries are the editors'; which candidate a sub-item belongs to, the responsible units and the fields are inferred and not official. Every sub-item quotes the source for comparison.

# The secretariat imports a list
file-xlsx = Download for Excel
file-csv = Download CSV
candidates-files = The list with its sub-items:
list-title = List of candidates
list-lead = There are { $count } candidates. A new list takes the place of all of them.
list-lead-none = There are no candidates yet. Please import the list.
list-see = See the list
list-frozen-title = The list is frozen
list-frozen-why = Ballots are being issued. All rounds of an item share one list, so none can be imported any more.
list-frozen = The list was not imported: ballots are being issued, and the list is frozen.
list-upload-gone = This file was imported already, or was cleared after a day. If it was not imported, please choose it again.
list-form-expired = The page was open too long. Please choose the file and send it again.
list-no-file = No file is chosen yet. Choose one, then press “Preview”.
list-has-faults = The list was not imported: { $count } places in the file must be mended, see below.
list-file = File
list-file-hint = Excel (.xlsx) or CSV. One line a project is enough (number, title, content, money, place, deadline, lead unit); a project with sub-items has one line for each, with the same number. Titles, sums and signatures are recognised and listed first.
list-template = Download an empty list (with a sheet that explains it)
list-preview = Preview
list-faults-lead = Please mend the file and choose it again. Nothing has been stored yet.
list-sheet = Sheet
list-preview-title = Check the list of candidates
list-preview-lead = File: { $file }. Import it when it is right.
list-preview-lead-faults = { $file } cannot be imported yet: mend what is listed below, or change how it is read. Nothing has been written.
list-not-seen = The list was not imported: look at the lines that are listed, then tick “I have looked at all of these”.
list-unused = These columns are not used and were left out: { $columns }.
list-fate-added = New
list-fate-changed = Changed
list-fate-gone = Gone
list-gone = Projects of the present list that are not on this one
list-colon = :{" "}
list-part-number = Number
list-part-title = Title
list-part-short_title = Short title
list-part-summary = Content
list-part-service_field = Field
list-part-investment = Money
list-part-place = Place
list-part-deadline = Deadline
list-part-lead_unit = Lead unit
list-part-sub_items = Sub-items
candidate-investment = Money
candidate-place = Place
candidate-deadline = Deadline
list-preview-candidates = Candidates
list-preview-sub-items = Sub-items
list-preview-before = On the list now
list-consequence = The { $before } candidates of now are all replaced, and the public sees the new list at once.
list-consequence-first = The public sees the list at once.
list-confirm = Import { $count } candidates
list-cancel = Do not import
notice-candidates-imported = The list of candidates was imported.

list-fault-no_rows = There is only a head and no candidate. Please fill in lines below it.
list-fault-missing_column = The column “{ $column }” is missing. Please add it to the head.
list-fault-duplicate_column = There are two columns “{ $column }”. Please keep one.
list-fault-several_sheets = Several sheets look like a list of candidates: { $detail }. Say which one is to be read.
list-fault-cell_without_heading = There is no heading above this cell. Remove it, or add a heading.
list-fault-blank_required = “{ $column }” must not be blank. Please fill it in.
list-fault-formula_in_cell = This cell is a formula. Please make it plain text.
list-fault-not_text = This cell is a date, a fraction or a truth value, not text. Format the column as text and fill it in again.
list-fault-line_break_in_cell = This cell has a line break or an invisible character. Clear it and type it again.
list-fault-unreadable_character = A character of this cell was lost and shows as “�”. Please type it again.
list-fault-lost_character = The “{ $detail }” in this cell most likely stands for a character that was lost when the file was saved. Fill it in and save as .xlsx or “CSV UTF-8”.
list-fault-invisible_character = There is an invisible character in this cell ({ $detail }). Delete the whole cell and type it again.
list-fault-too_long = “{ $column }” is longer than { $number } characters. Please shorten it.
list-fault-not_a_number = A ballot number is a whole number, such as 1.
list-fault-not_the_next = Ballot numbers go up from 1 one by one, the lines of one candidate together. Here belongs { $number }, or that of the line above.
list-fault-differs = “{ $column }” is not what line { $number } says under the same ballot number. Make them the same, or leave it blank.
list-fault-without_sub_item = “{ $column }” is filled in, but there is no sub-item. Add the sub-item, or clear this cell.
list-fault-duplicate_code = Line { $number } has the same code. Please give each sub-item its own.
list-fault-duplicate_title = The project in line { $number } has the same title. Give them different titles, or make one project of them.
list-fault-unknown_kind = The kind is one of: 数量, 比率, 面积, 长度, 清零, 称号, 定性.
list-fault-unknown_operator = This is either 达到 or 不少于.
list-fault-target_needed = The target is a number above 0, with at most 9 decimals and without its unit.
list-fault-target_percent = The target is a percentage, but its unit is “{ $detail }”. Enter a number, or make the unit “%”.
list-fault-target_day = The spreadsheet made a date of the target. Set the format of the cell to General and enter it again.
list-fault-target_other_unit = “{ $detail }” in the target is not its unit. Enter only the number.
list-fault-target_must_be_zero = With the kind 清零 the target is 0.
list-fault-operator_must_be_eq = With the kind 清零 this is 达到.
list-fault-must_be_blank = “{ $column }” stays blank for this kind. Please clear the cell.

candidate-origin = Origin
pool-title = From the reserve pool onto the list
pool-lead = Needs of the reserve pool: whoever proposed one is told when it becomes a candidate, and list and ballot say from how many proposals it came.
pool-at = Where on the list
pool-new = a new candidate
pool-take = Make it a candidate
pool-empty = Nothing waits in the pool
pool-empty-when = What is answered with “into the reserve pool” stands here.
pool-rehearsal = A rehearsal takes nothing out of the pool.
pool-not-in-it = It waits in the pool no more: refresh the page.
pool-has-origin = That candidate has an origin already: choose another.
notice-candidate-taken = Now a candidate.
