//! What the verifier says, in the language of whoever runs it.

use clap::ValueEnum;
use verifiable_ballots::CheckLine;

use crate::cli::tell;

/// One sentence in both languages; blanks are the caller's names.
macro_rules! both {
    ($zh:literal, $en:literal) => {
        $crate::cli::verify::words::Both { zh: format!($zh), en: format!($en) }
    };
}
pub(super) use both;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Language {
    #[value(name = "zh", alias = "zh-CN")]
    Chinese,
    #[value(name = "en")]
    English,
}

impl Language {
    /// As the locale says; English unless it is Chinese, as programs read the lines.
    pub fn of_locale(variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &&str| variable(name).filter(|value| !value.is_empty());
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(set).unwrap_or_default();
        if locale.to_ascii_lowercase().starts_with("zh") { Self::Chinese } else { Self::English }
    }

    pub fn tell(self, said: Both) {
        tell(self.of(said));
    }

    /// A check that was passed.
    pub fn agrees(self, said: Both) {
        match self {
            Self::Chinese => tell(format!("相符 {}", said.zh)),
            Self::English => tell(said.en),
        }
    }

    pub fn of(self, said: Both) -> String {
        match self {
            Self::Chinese => said.zh,
            Self::English => said.en,
        }
    }
}

#[derive(Debug)]
pub struct Both {
    pub zh: String,
    pub en: String,
}

/// What only the protocol's crate words, in English; which ballot it is about is said in Chinese.
impl From<String> for Both {
    fn from(en: String) -> Self {
        let ballot = en.strip_prefix("ballot ").and_then(|rest| rest.split_once(": "));
        let zh = ballot.map_or_else(|| en.clone(), |(number, why)| format!("第 {number} 张选票：{why}"));
        Self { zh, en }
    }
}

pub(super) fn check_line(line: &CheckLine) -> Both {
    let zh = match line {
        CheckLine::Chain { events, .. } => format!("票箱档案：{events} 条记录一环扣一环，没有改动、删减或调换"),
        CheckLine::Previous { bytes } => format!("先前的档案：它的 {bytes} 字节原样都在"),
        CheckLine::Election { uuid, fingerprint, questions } => {
            format!("选票设置 {uuid}：{questions} 道题，指纹 {fingerprint}")
        }
        CheckLine::Trustees { owners } => format!("钥匙：{owners} 把都有持有证明，合起来正是封票用的钥匙"),
        CheckLine::Credentials { count, fingerprint } => {
            format!("选票码名单：{count} 个，没有重复，指纹 {fingerprint}")
        }
        CheckLine::Progress { done, total } => format!("选票：已核对 {done} 张，共 {total} 张"),
        CheckLine::Ballots { count, tallied } => format!("选票：{count} 张，每个证明都成立，计入 {tallied} 张"),
        CheckLine::Caps { count, max: Some(max) } => format!("赞成上限：{count} 张都不超过 {max} 个"),
        CheckLine::Caps { max: None, .. } => "赞成上限：没有选票，也没有证明".to_owned(),
        CheckLine::Tally { tallied } => format!("合计密文：正是 {tallied} 张选票的合计"),
        CheckLine::PartialDecryption { owner } => format!("第 {owner} 把钥匙：开箱的每一步计算都有证明"),
        CheckLine::Result => "票数：公布的正是票箱里的".to_owned(),
    };
    Both { zh, en: line.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locale_is_read_as_programs_read_it() {
        let of = |set: &[(&str, &str)]| {
            Language::of_locale(|name| {
                set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
            })
        };
        assert_eq!(of(&[]), Language::English);
        assert_eq!(of(&[("LANG", "zh_CN.UTF-8")]), Language::Chinese);
        assert_eq!(of(&[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "C.UTF-8")]), Language::English);
        assert_eq!(of(&[("LANG", "en_GB.UTF-8"), ("LC_MESSAGES", "zh_TW"), ("LC_ALL", "")]), Language::Chinese);
    }
}
