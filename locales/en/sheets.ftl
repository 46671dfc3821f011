sheet-fault-empty_file = The file is empty. Please check that it is the right one.
sheet-fault-file_too_large = The file is larger than { $megabytes } MB. Keep only the sheet that is needed, without pictures, and save it again.
sheet-fault-unpacked_too_large = Unpacked, the workbook is larger than { $megabytes } MB. Copy the table into a new workbook and save that.
sheet-fault-wrong_file_type = { $format ->
    [ole2] This is an old Excel file (.xls). Use “Save as” to make it .xlsx or CSV.
    [encrypted_office] This workbook has a password. Remove the password and save it again.
    [other_zip] This is an archive or another kind of document, not an Excel workbook. Save the table as .xlsx or CSV.
    [png] This is a picture, not a table. Choose an .xlsx or CSV file.
    [jpeg] This is a picture, not a table. Choose an .xlsx or CSV file.
    [gif] This is a picture, not a table. Choose an .xlsx or CSV file.
    [pdf] This is a PDF, not a table. Choose the .xlsx or CSV file it was made from.
    [rtf] This is a text document, not a table. Choose an .xlsx or CSV file.
    [archive] This is an archive. Unpack it and choose the table inside.
    [markup] This is really a web page. Open it in Excel and save it as .xlsx.
    [utf16_text] This is “Unicode text”. Save it as .xlsx or “CSV UTF-8”.
   *[other] This is neither CSV nor Excel. Choose an .xlsx or CSV file.
}
sheet-fault-undecodable = The text encoding is not known. In Excel, save it as “CSV UTF-8” or .xlsx.
sheet-fault-broken_workbook = The workbook is damaged. Open it in Excel and save it again.
sheet-fault-too_many_sheets = There are more than { $limit } sheets. Keep only the one that is needed.
sheet-fault-multiple_sheets = { $count } sheets are not empty: { $sheets }. Keep only the one that is needed.
sheet-fault-merged_cells = Cells { $cells } are merged; in this column each line has a value of its own. Unmerge them and fill in every line.
sheet-fault-too_many_rows = There are more than { $limit } lines. Check that this is the right file, and delete empty lines.
sheet-fault-too_many_columns = There are more than { $limit } columns. Keep those that are needed.
sheet-fault-too_many_parts = The workbook holds more than { $limit } pictures and other parts. Copy the table into a new workbook and save that.
sheet-fault-too_much_formatting = The workbook has too many cell styles. Copy the table into a new workbook with “Paste special, values” and save that.
sheet-fault-cell_too_far = There is something in cell { $cell }, far from the table. Select its whole row or column, delete it and save; leave the rest as it is.
sheet-fault-cell_too_long = Cell { $cell } has more than { $limit } characters. Shorten it and save.
sheet-fault-too_much_text = There is too much in this table. Check that it is the right file, and delete columns that are not needed.

reading-title = How this file is read
reading-sheet = Sheet
reading-several = Several sheets look like the table that is meant; choose one.
reading-choose = Please choose
reading-head = Line of the headings
reading-head-hint = Lines above the headings are taken for titles and left out.
reading-columns = What each column is
reading-columns-hint = Those that the headings tell are chosen already; correct what was misread.
reading-missing = Still missing: { $columns }.
reading-twice = Chosen twice: { $columns }. Keep one of each.
reading-no-heading = (no heading)
reading-unused = Not used
reading-odd = Lines that are hidden, filtered out or struck through
reading-odd-taken = Import them all the same
reading-odd-left = Leave them out
reading-numbers = Where there is no certificate number, make one (such as D0001); on another import, the same name in the same delegation keeps its number
reading-apart = Delegations with similar names are different ones: do not join them
reading-again = Read it so
skipped-lead = These { $count } lines are left out:
skipped-title = Above the headings:
skipped-heading = The headings once more:
skipped-sum = A sum:
skipped-note = A note, a signature or an unfinished line:
skipped-hidden = Hidden:
skipped-struck = Struck through:
odd-lead = These { $count } lines are hidden or struck through in the spreadsheet and are imported all the same:
odd-hidden = Hidden or filtered out:
odd-struck = Struck through:
