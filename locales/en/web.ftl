product = Piaojue (票决)
site-description = { $site }: livelihood projects chosen by the deputies’ vote; progress, follow-ups and ratings in public.
skip-to-content = Skip to content
other-language = 中文
view-large = Large type
view-normal = Standard type
other-language-short = 中文
view-large-short = Aa
view-normal-short = Std
nav-label = Main
nav-home = Home
nav-candidates = Candidates
nav-results = Result
nav-projects = Projects
nav-screen = Hall screen
problems = { $count ->
    [one] One thing needs mending
   *[other] { $count } things need mending
}
qr-not-loaded = The QR code did not load; use the text. Open this page again to try once more.
form-expired = The page was left open too long. Please submit once more; what you typed is still here.
script-lost = This page did not open completely
script-lost-mend = Its program did not arrive, or this browser cannot read it. Open the page again; if that fails, use another browser or a device at the secretariat’s desk (大会秘书处).
script-lost-again = Open again
script-failed = Something went wrong ({ $code }). Open this page again; if that fails, tell the secretariat.
form-garbled = What you typed held invisible special characters ({ $characters }). They were taken out and nothing has been submitted yet; look it over and submit once more.
form-text-too-long = One text is too long; only its beginning was kept and nothing has been submitted yet. Check it, make it shorter and submit again.
form-too-many-files = Too many files at once; those after number { $most } were not taken and nothing has been submitted yet.
form-too-long = What you typed is too long and has not been submitted. It is all still here; shorten it to about { $most } characters and submit again.
form-resumed = You are signed in again. What you filled in is all here and has not been submitted; look it over and submit it. Choose any files again.
form-files-too-large = The files are too large; the last ones were not taken and nothing has been submitted yet. Up to { $most } MB together; send them in several steps.

error-not-found-title = There is no such page
error-not-found-mend = The address may be mistyped, the content may not be published yet, or it is not yours to see.
error-bad-form-title = The form was not complete
error-bad-form-mend = Go back, reload the page and fill it in again.
error-too-large-title = Too large
error-too-large-mend = Go back with your browser (what you typed is usually still there), make the files smaller or the text shorter and send it again: up to 64 KB of text, up to 72 MB of files at a time.
error-too-slow-title = It took too long
error-too-slow-mend = What was sent did not arrive in time. Please check the connection and send it again.
error-form-expired-title = The page was left open too long
error-form-expired-mend = To be safe, nothing was carried out. Go back, reload the page and press the button again.
error-too-many-title = Too many requests
error-too-many-mend = Please wait a moment and try again.
error-unavailable-title = The system cannot serve you right now
error-unavailable-mend = Nothing was carried out, not even in part. Try again in a minute; if it persists, tell the secretariat.
error-read-only-title = Nothing can be changed right now
error-read-only-mend = The system is being moved or looked after: everything can be read, and nothing that you send is taken. Please try again later; what you typed was not taken.
error-reference = reference { $reference }
error-internal-title = Something went wrong
error-internal-mend = Nothing was carried out, not even in part. Please tell the secretariat.
error-home = To the home page

demo-label = About this demonstration
demo-word = Demonstration
demo-banner = All data are examples, not a real outcome.
demo-accounts-link = Demo accounts

pages-label = Pages
pages-previous = Previous
pages-next = Next

# On top of every page
ribbon-label = Rehearsal
ribbon-word = REHEARSAL
ribbon-rehearsal = This is not the real vote; nothing here counts for any result.
ribbon-link = Switch back or end it
reach-this-machine-only = The codes would lead to { $origin }, which only this server itself can open; a phone cannot. Do not print yet.
reach-nobody = The codes would lead to { $origin }, which nobody can open. Do not print yet.
reach-mend = Let the operator set PIAOJUE_BASE_URL to an address that phones reach (such as http://192.168.1.10:8080 or https://vote.example), start the server again, and print then.
