//! One page of a long list, and the links to the others.

use serde::Serialize;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Pager {
    /// From 1.
    pub page: usize,
    pub last: usize,
    /// Empty on the first and on the last page.
    pub previous: String,
    pub next: String,
    pub links: Vec<PageLink>,
}

/// `number` 0 stands for a gap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PageLink {
    pub number: usize,
    pub href: String,
}

const AROUND: usize = 2;

impl Pager {
    /// The rows of page `wanted` (the nearest there is), `size` a page; `href` makes the address of a page.
    pub fn cut<T>(rows: Vec<T>, wanted: usize, size: usize, href: impl Fn(usize) -> String) -> (Vec<T>, Self) {
        let last = rows.len().div_ceil(size).max(1);
        let page = wanted.clamp(1, last);
        let mut links = Vec::new();
        for number in 1..=last {
            if number == 1 || number == last || number.abs_diff(page) <= AROUND {
                links.push(PageLink { number, href: href(number) });
            } else if links.last().is_some_and(|link: &PageLink| link.number != 0) {
                links.push(PageLink { number: 0, href: String::new() });
            }
        }
        let previous = if page > 1 { href(page - 1) } else { String::new() };
        let next = if page < last { href(page + 1) } else { String::new() };
        let shown = rows.into_iter().skip((page - 1) * size).take(size).collect();
        (shown, Self { page, last, previous, next, links })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(rows: usize, wanted: usize) -> (Vec<usize>, Vec<usize>) {
        let (shown, pager) = Pager::cut((0..rows).collect(), wanted, 10, |n| format!("?p={n}"));
        (shown, pager.links.iter().map(|link| link.number).collect())
    }

    #[test]
    fn an_empty_list_has_one_empty_page() {
        assert_eq!(pages(0, 7), (vec![], vec![1]));
    }

    #[test]
    fn a_page_past_the_end_is_the_last() {
        assert_eq!(pages(21, 99), (vec![20], vec![1, 2, 3]));
    }

    #[test]
    fn far_pages_are_left_out() {
        assert_eq!(pages(200, 10).1, [1, 0, 8, 9, 10, 11, 12, 0, 20]);
        assert_eq!(pages(200, 1).1, [1, 2, 3, 0, 20]);
    }
}
