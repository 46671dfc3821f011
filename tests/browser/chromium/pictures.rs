//! Pictures and prints of a page, and what a telephone reads off it.

use std::{env, path::PathBuf};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use super::{Browser, PATIENCE, driver::DevTools};
use crate::support::sources;

impl Browser {
    /// Takes a picture of what is in sight, for whoever wants pictures: `01-<name>.png` in the story's folder.
    pub async fn screenshot(&self, name: &str) {
        if wanted().is_some() {
            std::fs::write(self.next_picture(name), self.png(false).await).unwrap();
        }
    }

    /// Of what went wrong a picture is always taken.
    pub async fn picture_of_the_failure(&self) {
        std::fs::write(self.next_picture("failed"), self.png(false).await).unwrap();
    }

    /// Becomes a screen of so many pixels, as hangs in a hall.
    pub async fn is_a_screen_of(&self, width: u32, height: u32) {
        let parameters = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        let command = DevTools { command: "Emulation.setDeviceMetricsOverride", parameters };
        self.client.issue_cmd(command).await.unwrap();
    }

    /// The same of the whole page in front, from top to bottom.
    pub async fn whole_page(&self, name: &str) {
        if wanted().is_some() {
            std::fs::write(self.next_picture(name), self.png(true).await).unwrap();
        }
    }

    /// The same for the documentation.
    pub async fn picture_for_docs(&self, name: &str, whole: bool) {
        let Some(wanted) = wanted() else { return };
        let png = self.png(whole).await;
        std::fs::write(self.next_picture(name), &png).unwrap();
        if wanted == Pictures::Docs {
            let folder = sources::root().join("docs/screenshots");
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(folder.join(format!("{name}-{}.png", self.size.name())), png).unwrap();
        }
    }

    /// What a telephone reads that is held before the QR code, as it is seen.
    pub async fn scans(&self, css: &str) -> String {
        let script = format!(
            "const e = document.querySelector('{css}'); e.scrollIntoView({{ block: 'center' }}); \
             const {{ x, y, width, height }} = e.getBoundingClientRect(); \
             return {{ x: x + scrollX, y: y + scrollY, width, height, scale: 2 }};"
        );
        self.reads(&format!("{css} svg")).await;
        let clip = self.evaluates(&script).await;
        let parameters = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
        let answer = self.asks_the_browser("Page.captureScreenshot", parameters).await;
        let png = STANDARD.decode(answer["data"].as_str().unwrap()).unwrap();
        std::fs::write(self.next_picture("qr"), &png).unwrap();
        read_qr(&png)
    }

    /// Shows the page as it comes out on paper.
    pub async fn looks_as_printed(&self) {
        self.asks_the_browser("Emulation.setEmulatedMedia", json!({ "media": "print" })).await;
    }

    pub async fn looks_as_on_screen(&self) {
        self.asks_the_browser("Emulation.setEmulatedMedia", json!({ "media": "" })).await;
    }

    async fn asks_the_browser(&self, command: &'static str, parameters: Value) -> Value {
        let asked = tokio::time::timeout(PATIENCE, self.client.issue_cmd(DevTools { command, parameters })).await;
        asked.unwrap_or_else(|_| panic!("Chromium does not answer {command}")).unwrap()
    }

    fn next_picture(&self, name: &str) -> PathBuf {
        self.pictures.set(self.pictures.get() + 1);
        self.folder.join(format!("{:02}-{name}.png", self.pictures.get()))
    }

    /// A picture of what is in sight, or of the whole page. Chromium never answers if the page moves on meanwhile, so one
    /// that fetches itself anew is stopped first and set going again.
    async fn png(&self, whole: bool) -> Vec<u8> {
        let script = "const turns = document.querySelector('meta[http-equiv=refresh]') !== null; \
                      if (turns) window.stop(); return turns;";
        let turns_by_itself = self.evaluates(script).await == json!(true);
        let parameters = json!({ "format": "png", "captureBeyondViewport": whole });
        let answer = self.asks_the_browser("Page.captureScreenshot", parameters).await;
        if turns_by_itself {
            self.reloads().await;
        }
        STANDARD.decode(answer["data"].as_str().unwrap()).unwrap()
    }

    /// The page as its style sheet says it prints, on A4.
    pub async fn prints(&self) -> Vec<u8> {
        let a4 = json!({ "preferCSSPageSize": true, "paperWidth": 8.27, "paperHeight": 11.69 });
        let answer = self.asks_the_browser("Page.printToPDF", a4).await;
        STANDARD.decode(answer["data"].as_str().unwrap()).unwrap()
    }

    /// Prints the page as its style sheet says, on so many sheets; into docs/screenshots like the pictures.
    pub async fn prints_for_docs(&self, name: &str, sheets: usize) {
        let pdf = self.prints().await;
        let text = String::from_utf8_lossy(&pdf);
        let printed = text.matches("/Type /Page").count() - text.matches("/Type /Pages").count();
        assert_eq!(printed, sheets, "{name}: sheets of paper");
        std::fs::write(self.next_picture(name).with_extension("pdf"), &pdf).unwrap();
        if wanted() == Some(Pictures::Docs) {
            std::fs::write(sources::root().join("docs/screenshots").join(format!("{name}.pdf")), pdf).unwrap();
        }
    }
}

/// A picture takes Chromium as long as a page: who wants to look at them says so.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pictures {
    /// Under `target/browser`.
    Stories,
    /// Into docs/screenshots, too.
    Docs,
}

/// What PIAOJUE_SCREENSHOTS says: `docs`, or anything else.
fn wanted() -> Option<Pictures> {
    let place = env::var_os("PIAOJUE_SCREENSHOTS")?;
    Some(if place == "docs" { Pictures::Docs } else { Pictures::Stories })
}

/// The text of the one QR code in a picture.
fn read_qr(picture: &[u8]) -> String {
    let grey = image::load_from_memory(picture).unwrap().to_luma8();
    let [width, height] = [grey.width(), grey.height()].map(|side| usize::try_from(side).unwrap());
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| grey.as_raw()[y * width + x]);
    let codes = picture.detect_grids();
    assert_eq!(codes.len(), 1, "one QR code");
    codes[0].decode().unwrap().1
}
