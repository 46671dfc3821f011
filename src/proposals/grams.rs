//! Searching without words of a dictionary: two characters that stand side by side. Both databases hold the same pairs, and
//! what has all pairs of a word is looked at once more, so both find the same.

use std::collections::{BTreeMap, BTreeSet};

use icu_normalizer::ComposingNormalizerBorrowed;

/// As it is compared: full-width made half-width, lower case, one space for many.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let is_simple = text.chars().map(simply_folded).all(|character| {
        folded.extend(character);
        character.is_some()
    });
    if !is_simple {
        folded = composed(text);
    }
    if folded.contains(char::is_whitespace) {
        return folded.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    folded
}

fn composed(text: &str) -> String {
    ComposingNormalizerBorrowed::new_nfkc().normalize(text).to_lowercase()
}

/// Most titles are of such characters alone, which fold each by itself; a thousand titles are compared while somebody waits.
fn simply_folded(character: char) -> Option<char> {
    const FULL_WIDTH: u32 = '！' as u32 - '!' as u32;
    let half_width = match character {
        '！'..='～' => char::from_u32(u32::from(character) - FULL_WIDTH)?,
        ' '..='~' | '、' | '。' | '一'..='\u{9fff}' => character,
        _ => return None,
    };
    Some(half_width.to_ascii_lowercase())
}

/// Every two characters side by side that are no space.
pub fn grams(folded: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for word in folded.split(' ') {
        let characters: Vec<char> = word.chars().collect();
        found.extend(characters.windows(2).map(|pair| pair.iter().collect::<String>()));
    }
    found
}

/// Words that all have to be there, in whatever order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    words: Vec<String>,
    /// Single characters, which are not searched for.
    pub too_short: Vec<String>,
}

const MOST_WORDS: usize = 6;
const LONGEST_WORD: usize = 40;

impl Query {
    pub fn parse(typed: &str) -> Self {
        let folded = fold(typed);
        let words = folded.split(' ').filter(|word| !word.is_empty()).take(MOST_WORDS);
        let words = words.map(|word| word.chars().take(LONGEST_WORD).collect::<String>());
        let (words, too_short) = words.partition(|word: &String| word.chars().nth(1).is_some());
        Self { words, too_short }
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Folded, to be looked for where there is no index.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// What has to be in the index of whatever is found.
    pub fn grams(&self) -> BTreeSet<String> {
        self.words.iter().flat_map(|word| grams(word)).collect()
    }

    /// Whether each word is one pair: what has the pairs then says the words.
    pub fn is_of_pairs(&self) -> bool {
        self.words.iter().all(|word| word.chars().nth(2).is_none())
    }

    /// The last word on it, for pairs may stand apart.
    pub fn is_in(&self, text: &str) -> bool {
        let folded = fold(text);
        self.words.iter().all(|word| folded.contains(word.as_str()))
    }
}

/// Words that mean the same, longest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Synonyms(Vec<(String, String)>);

impl Synonyms {
    pub fn new(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut pairs: Vec<_> = pairs.into_iter().map(|(word, means)| (fold(&word), fold(&means))).collect();
        pairs.sort_by(|a, b| b.0.chars().count().cmp(&a.0.chars().count()).then_with(|| a.cmp(b)));
        Self(pairs)
    }

    /// The pairs of a title whose words were put in the place of those that mean the same.
    pub fn title_pairs(&self, title: &str) -> Pairs {
        let mut folded = fold(title);
        for (word, means) in &self.0 {
            if folded.contains(word.as_str()) {
                folded = folded.replace(word.as_str(), means);
            }
        }
        Pairs::of(&folded)
    }
}

/// `加装、安装=增`, a line each; a line that says nothing of the kind is named by its number.
pub fn parse_synonyms(text: &str) -> Result<BTreeMap<String, String>, usize> {
    let mut all = BTreeMap::new();
    for (number, line) in (1..).zip(text.lines()) {
        let line = fold(line);
        if line.is_empty() {
            continue;
        }
        let (words, means) = line.split_once('=').ok_or(number)?;
        let means = means.trim();
        for word in words.split(['、', ',', ' ']).map(str::trim).filter(|word| !word.is_empty()) {
            if means.is_empty() || word.chars().count() > LONGEST_WORD || means.chars().count() > LONGEST_WORD {
                return Err(number);
            }
            all.insert(word.to_owned(), means.to_owned());
        }
    }
    Ok(all)
}

/// Every two characters side by side of a title, for comparing it with thousands of others: each a number, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairs(Vec<u64>);

impl Pairs {
    fn of(folded: &str) -> Self {
        let mut pairs = Vec::with_capacity(folded.len() / 3);
        let mut before = None;
        for character in folded.chars() {
            let now = Some(character).filter(|character| *character != ' ');
            if let (Some(first), Some(second)) = (before, now) {
                pairs.push(u64::from(u32::from(first)) << 32 | u64::from(u32::from(second)));
            }
            before = now;
        }
        pairs.sort_unstable();
        pairs.dedup();
        Self(pairs)
    }
}

/// How much two titles have in common, in hundredths of what either has.
pub fn likeness(a: &Pairs, b: &Pairs) -> usize {
    let (mut ours, mut theirs) = (a.0.iter().peekable(), b.0.iter().peekable());
    let mut common = 0;
    while let (Some(one), Some(other)) = (ours.peek(), theirs.peek()) {
        let order = one.cmp(other);
        common += usize::from(order.is_eq());
        if order.is_le() {
            ours.next();
        }
        if order.is_ge() {
            theirs.next();
        }
    }
    let all = a.0.len() + b.0.len() - common;
    (common * 100).checked_div(all).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn width_case_and_spaces_make_no_difference() {
        assert_eq!(fold("  ＡＢｃ１２３\u{3000}加装 电梯\n"), "abc123 加装 电梯");
        let query = Query::parse("电梯　ＡＢ 装");
        assert!(query.is_in("加装ab电梯") && !query.is_in("加装电梯"));
        assert_eq!(query.too_short, ["装"]);
    }

    #[test]
    fn words_that_mean_the_same_are_alike() {
        let lines = "加装、安装=增\n\n社区食堂、老年食堂、助餐点 = 食堂";
        let synonyms = Synonyms::new(parse_synonyms(lines).unwrap_or_default());
        let like = |a, b| likeness(&synonyms.title_pairs(a), &synonyms.title_pairs(b));
        assert_eq!(like("三幢加装电梯", "三幢安装电梯"), 100);
        assert_eq!(like("办个助餐点", "办个老年食堂"), 100);
        assert!(like("三幢加装电梯", "公园里放长椅") < 10);
        assert_eq!(parse_synonyms("加装=增\n电梯"), Err(2));
        assert_eq!(likeness(&Pairs::of(""), &Pairs::of("")), 0);
    }

    proptest! {
        /// What is folded character by character is as if composed as a whole.
        #[test]
        fn the_short_way_folds_like_the_long_one(text in "[ -~！-～、。一-\u{9fff}]{0,24}") {
            prop_assert!(text.chars().all(|character| simply_folded(character).is_some()));
            prop_assert_eq!(fold(&text), composed(&text).split_whitespace().collect::<Vec<_>>().join(" "));
        }

        /// The numbers say what the sets of pairs would say.
        #[test]
        fn titles_are_as_like_as_their_sets_of_pairs(a in "[电梯加装A1 ]{0,12}", b in "[电梯加装A1 ]{0,12}") {
            let (a, b) = (fold(&a), fold(&b));
            let (ours, theirs) = (grams(&a), grams(&b));
            let common = ours.intersection(&theirs).count();
            let expected = (common * 100).checked_div(ours.union(&theirs).count()).unwrap_or(0);
            prop_assert_eq!(likeness(&Pairs::of(&a), &Pairs::of(&b)), expected);
        }

        /// The index leaves nothing out that a look at everything would find.
        #[test]
        fn what_holds_a_word_has_all_its_pairs(text in "[电梯加装A1 ，😀]{0,24}", word in "[电梯加装A1，😀]{2,4}") {
            let query = Query::parse(&word);
            if query.is_in(&text) {
                prop_assert!(query.grams().is_subset(&grams(&fold(&text))));
            }
        }
    }
}
