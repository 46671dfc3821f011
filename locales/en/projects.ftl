projects-title = Livelihood projects
projects-title-rest = livelihood projects
projects-lead = { $count ->
    [one] One project, chosen by the deputies' ballot and announced.
   *[other] { $count } projects, chosen by the deputies' ballot and announced.
}
projects-filter = By field
projects-all = All
projects-without-field = No field given
projects-none = There are no projects yet
projects-none-when = They are published here once the deputies have chosen them, the tally certificate (计票报告单) has been signed and the presidium has announced the result.
projects-see-candidates = See the candidates
project-year = { $year }
project-waiting = Awaiting first report
project-promise = What the deputies decided
project-certificate = Tally certificate
project-votes = Votes
project-votes-shown = { $approvals } approvals; place { $rank }
project-promoted = Promoted on
project-progress = Progress
project-progress-none = The responsible units have not reported yet.
