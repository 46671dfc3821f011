//! Every path that a file mentions, in code and in macros.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use syn::visit::Visit;

/// A path as written, made absolute: `crate::ballots::actions`, `diesel::insert_into`, `jiff::Timestamp::now`.
pub(super) struct Mention {
    pub(super) segments: Vec<String>,
    pub(super) line: usize,
    /// In a `mod tests`, which may read its fixtures.
    pub(super) in_tests: bool,
}

/// Gathers every path of a file: in `use`, in code, in attributes, and inside macros, where only tokens are left.
pub(super) struct Collector {
    pub(super) module: Vec<String>,
    pub(super) found: Vec<Mention>,
}

impl Collector {
    fn add(&mut self, segments: Vec<String>, span: Span) {
        let depth = self.module.len();
        let absolute = match segments.first().map(String::as_str) {
            Some("self") => [vec!["crate".to_owned()], self.module.clone(), segments[1..].to_vec()].concat(),
            Some("super") => {
                let ups = segments.iter().take_while(|segment| *segment == "super").count();
                let above = self.module[..depth.saturating_sub(ups)].to_vec();
                [vec!["crate".to_owned()], above, segments[ups..].to_vec()].concat()
            }
            _ => segments,
        };
        if !absolute.is_empty() {
            let in_tests = self.module.iter().any(|module| module == "tests");
            self.found.push(Mention { segments: absolute, line: span.start().line, in_tests });
        }
    }

    fn use_tree(&mut self, tree: &syn::UseTree, above: &[String]) {
        let with = |ident: &syn::Ident| [above, &[ident.to_string()]].concat();
        match tree {
            syn::UseTree::Path(path) => self.use_tree(&path.tree, &with(&path.ident)),
            syn::UseTree::Name(name) => self.add(with(&name.ident), name.ident.span()),
            syn::UseTree::Rename(name) => self.add(with(&name.ident), name.ident.span()),
            syn::UseTree::Glob(glob) => self.add(above.to_vec(), glob.star_token.spans[0]),
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.use_tree(tree, above)),
        }
    }

    /// Paths in the tokens of a macro, `use` groups among them: `crate::{a, b::c}`.
    fn tokens(&mut self, tokens: TokenStream, above: &[String]) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let colons = |at: usize| {
            let colon = |at: usize| matches!(tokens.get(at), Some(TokenTree::Punct(p)) if p.as_char() == ':');
            colon(at) && colon(at + 1)
        };
        let mut at = 0;
        while at < tokens.len() {
            match &tokens[at] {
                TokenTree::Ident(ident) => {
                    let mut path = [above, &[ident.to_string()]].concat();
                    let mut end = at + 1;
                    while colons(end) {
                        match tokens.get(end + 2) {
                            Some(TokenTree::Ident(next)) => {
                                path.push(next.to_string());
                                end += 3;
                            }
                            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                                self.tokens(group.stream(), &path);
                                end += 3;
                            }
                            _ => break,
                        }
                    }
                    if path.len() > 1 {
                        self.add(path, ident.span());
                    }
                    at = end;
                }
                TokenTree::Group(group) => {
                    self.tokens(group.stream(), &[]);
                    at += 1;
                }
                _ => at += 1,
            }
        }
    }
}

impl<'ast> Visit<'ast> for Collector {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.use_tree(&item.tree, &[]);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.module.push(item.ident.to_string());
        syn::visit::visit_item_mod(self, item);
        self.module.pop();
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if let Some(first) = path.segments.first() {
            self.add(segments, first.ident.span());
        }
        syn::visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        self.tokens(item.tokens.clone(), &[]);
        syn::visit::visit_macro(self, item);
    }

    fn visit_meta_list(&mut self, list: &'ast syn::MetaList) {
        self.tokens(list.tokens.clone(), &[]);
        syn::visit::visit_meta_list(self, list);
    }
}
