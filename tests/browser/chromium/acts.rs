//! What a person does at the browser, and what is to be seen there.

use std::cell::Cell;

use fantoccini::{
    Locator,
    actions::{InputSource, KeyAction, KeyActions},
    key::Key,
};
use serde_json::{Value, json};

use super::{Browser, driver::DevTools, waited_for};

impl Browser {
    pub async fn visits(&self, path: &str) {
        self.client.goto(&format!("{}{path}", self.origin)).await.unwrap();
    }

    pub async fn goes_back(&self) {
        self.client.back().await.unwrap();
    }

    pub async fn reloads(&self) {
        self.client.refresh().await.unwrap();
    }

    /// Path of the page in front, without its query.
    pub async fn path(&self) -> String {
        self.client.current_url().await.unwrap().path().to_owned()
    }

    /// Waits until the page in front is the one at `path`.
    pub async fn is_at(&self, path: &str) {
        let arrived = async || self.path().await == path;
        if !waited_for(arrived).await {
            let at = self.path().await;
            self.fails(&format!("is at {at}, not at {path}")).await;
        }
    }

    /// Everything a person could read, as it is laid out.
    pub async fn text(&self) -> String {
        match self.client.find(Locator::Css("body")).await {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(_) => String::new(),
        }
    }

    /// Waits until the words can be read.
    pub async fn sees(&self, words: &str) {
        let seen = async || self.text().await.contains(words);
        if !waited_for(seen).await {
            self.fails(&format!("does not see {words:?}")).await;
        }
    }

    pub async fn does_not_see(&self, words: &str) {
        if self.text().await.contains(words) {
            self.fails(&format!("sees {words:?}")).await;
        }
    }

    /// Clicks the first visible link, button, summary or label whose words are these, else one that contains them.
    pub async fn clicks(&self, words: &str) {
        self.clicks_one_of(&["a", "button", "summary", "label"], words).await;
    }

    /// Clicks the button, not a link of the same words; where a second step repeats what will be done, that is opened first.
    pub async fn presses_the_button(&self, words: &str) {
        let step = format!(
            "//details[@class='confirm' and not(@open)]/summary[contains(normalize-space(.), {})]",
            quoted(words)
        );
        let button = format!("//button[contains(normalize-space(.), {})]", quoted(words));
        let there = async || {
            if let Some(summary) = self.visible(Locator::XPath(&step)).await {
                return summary.click().await.is_ok();
            }
            self.visible(Locator::XPath(&button)).await.is_some()
        };
        if !waited_for(there).await {
            self.fails(&format!("finds no button that says {words:?}")).await;
        }
        self.clicks_one_of(&["button"], words).await;
    }

    /// Types the password, which the form of that button asks for again, and presses it.
    pub async fn confirms(&self, words: &str, password: &str) {
        let xpath =
            format!("//form[.//button[contains(normalize-space(.), {})]]//input[@name='password']", quoted(words));
        let typed = async || {
            let Some(field) = self.visible(Locator::XPath(&xpath)).await else { return false };
            field.clear().await.is_ok() && field.send_keys(password).await.is_ok()
        };
        if !waited_for(typed).await {
            self.fails(&format!("finds no form with a password that says {words:?}")).await;
        }
        self.presses_the_button(words).await;
    }

    async fn clicks_one_of(&self, tags: &[&str], words: &str) {
        let quoted = quoted(words);
        let all = |test: &str| tags.iter().map(|tag| format!("//{tag}[{test}]")).collect::<Vec<_>>().join(" | ");
        let exact = all(&format!("normalize-space(.)={quoted}"));
        let partial = all(&format!("contains(normalize-space(.), {quoted})"));
        let clicked = async || {
            for xpath in [&exact, &partial] {
                if let Some(element) = self.visible(Locator::XPath(xpath)).await {
                    return element.click().await.is_ok();
                }
            }
            false
        };
        if !waited_for(clicked).await {
            self.fails(&format!("finds nothing to click that says {words:?}")).await;
        }
    }

    pub async fn clicks_css(&self, css: &str) {
        let clicked = async || match self.visible(Locator::Css(css)).await {
            Some(element) => element.click().await.is_ok(),
            None => false,
        };
        if !waited_for(clicked).await {
            self.fails(&format!("finds no {css} to click")).await;
        }
    }

    /// Presses one of the buttons 赞成, 反对, 弃权 (0, 1, 2) of a row of the paper.
    pub async fn marks(&self, row: usize, mark: usize) {
        let css = format!("#c{row} .marks label:nth-of-type({})", mark + 1);
        let centred = format!("document.querySelector('{css}')?.scrollIntoView({{ block: 'center' }})");
        self.evaluates(&centred).await;
        self.clicks_css(&css).await;
    }

    /// The buttons pressed on the paper, row by row; 9 where none is.
    pub async fn marks_shown(&self) -> Vec<usize> {
        let script = "return [...document.querySelectorAll('[data-row]')].map((row) => \
                      Number(row.querySelector('input:checked')?.value ?? 9));";
        serde_json::from_value(self.evaluates(script).await).unwrap()
    }

    /// The text of the first visible element that matches, once there is one.
    pub async fn reads(&self, css: &str) -> String {
        let read = Cell::new(None);
        let found = async || match self.visible(Locator::Css(css)).await {
            Some(element) => {
                read.set(element.text().await.ok());
                true
            }
            None => false,
        };
        if !waited_for(found).await {
            self.fails(&format!("finds no {css} to read")).await;
        }
        read.take().unwrap_or_default()
    }

    /// Moves the focus on by the Tab key until `test`, an expression about the focused element `e`, holds.
    pub async fn tabs_to(&self, test: &str) {
        let script = format!("const e = document.activeElement; return Boolean({test});");
        for _ in 0..60 {
            if self.evaluates(&script).await == json!(true) {
                return;
            }
            self.presses_key(Key::Tab.into()).await;
        }
        self.fails(&format!("does not come by Tab to where {test}")).await;
    }

    /// One key, wherever the focus is.
    pub async fn presses_key(&self, key: char) {
        let press = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value: key })
            .then(KeyAction::Up { value: key });
        self.client.perform_actions(press).await.unwrap();
    }

    /// Opens a second tab and goes on in it; answers how to return to the first.
    pub async fn opens_a_tab(&self) -> fantoccini::wd::WindowHandle {
        let first = self.client.window().await.unwrap();
        let opened = self.client.new_window(true).await.unwrap();
        self.client.switch_to_window(opened.handle).await.unwrap();
        first
    }

    /// Types into the field with that label, in place of what is in it.
    pub async fn types(&self, label: &str, text: &str) {
        let quoted = quoted(label);
        let xpath = format!(
            "//*[@id=//label[normalize-space(.)={quoted}]/@for] | //label[contains(normalize-space(.), {quoted})]//input"
        );
        let typed = async || {
            let Some(field) = self.visible(Locator::XPath(&xpath)).await else { return false };
            field.clear().await.is_ok() && field.send_keys(text).await.is_ok()
        };
        if !waited_for(typed).await {
            self.fails(&format!("finds no field labelled {label:?}")).await;
        }
    }

    /// Chooses a file in a field for files.
    pub async fn chooses_file(&self, css: &str, file: &std::path::Path) {
        let field = self.client.find(Locator::Css(css)).await.unwrap();
        field.send_keys(file.to_str().unwrap()).await.unwrap();
    }

    /// Sends keys to whatever has the focus; `fantoccini::key::Key` names those without a letter.
    pub async fn presses(&self, keys: &str) {
        self.client.active_element().await.unwrap().send_keys(keys).await.unwrap();
    }

    /// The value of a script's `return`.
    pub async fn evaluates(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// What the person has set for all pages, as features of CSS media.
    pub async fn prefers(&self, features: &[(&str, &str)]) {
        let features: Vec<_> = features.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        let emulated = DevTools { command: "Emulation.setEmulatedMedia", parameters: json!({ "features": features }) };
        self.client.issue_cmd(emulated).await.unwrap();
    }

    /// Nothing sticks out to the right: nobody scrolls sideways to read.
    pub async fn fits_its_width(&self) {
        let script = "const d = document.documentElement; return d.scrollWidth - d.clientWidth;";
        let over = self.evaluates(script).await.as_i64().unwrap();
        if over > 0 {
            self.fails(&format!("must scroll {over} pixels sideways")).await;
        }
    }
}

/// A text in XPath 1.0, which knows no escapes.
fn quoted(text: &str) -> String {
    if text.contains('"') { format!("'{text}'") } else { format!("\"{text}\"") }
}
