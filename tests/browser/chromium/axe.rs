//! Barriers that axe-core finds.

use std::{cell::Cell, sync::LazyLock};

use serde_json::json;

use super::{Browser, waited_for};
use crate::support::sources;

impl Browser {
    /// No finding of axe-core that is serious or critical.
    pub async fn is_accessible(&self) {
        // The pages of the desk fetch themselves anew, which may end a check half-way.
        let found = Cell::new(None);
        let checked = async || {
            if self.client.execute(axe(), Vec::new()).await.is_err() {
                return false;
            }
            let findings = self.client.execute_async(RUN_AXE, Vec::new()).await;
            findings.is_ok_and(|findings| {
                found.set(Some(findings));
                true
            })
        };
        assert!(waited_for(checked).await, "axe-core does not run");
        let findings = found.take().unwrap();
        if findings != json!([]) {
            self.fails(&format!("finds barriers: {}", serde_json::to_string_pretty(&findings).unwrap())).await;
        }
    }
}

impl Browser {
    /// What these rules alone find, in words.
    pub async fn barriers(&self, rules: &[&str]) -> Vec<String> {
        self.client.execute(axe(), Vec::new()).await.unwrap();
        let found = self.client.execute_async(RUN_RULES, vec![json!(rules)]).await.unwrap();
        serde_json::from_value(found).unwrap()
    }
}

/// axe-core, which `npm ci` in client/ brings.
fn axe() -> &'static str {
    static AXE: LazyLock<String> = LazyLock::new(|| {
        let path = sources::root().join("client/node_modules/axe-core/axe.min.js");
        std::fs::read_to_string(path).expect("axe-core is missing: sh scripts/client.sh brings it")
    });
    &AXE
}

const RUN_AXE: &str = r"
    const done = arguments[arguments.length - 1];
    // Pages that fetch themselves anew say so, and every form on them is left alone while it is filled in.
    const rules = { 'meta-refresh': { enabled: false } };
    const short = ({ id, impact, help, nodes }) =>
        ({ id, impact, help, nodes: nodes.slice(0, 5).map((n) => `${n.target.join(' ')}: ${n.failureSummary}`) });
    axe.run(document, { resultTypes: ['violations'], rules }).then(
        ({ violations }) => done(violations.filter(({ impact }) => /serious|critical/.test(impact)).map(short)),
        (error) => done([String(error)]),
    );";

const RUN_RULES: &str = r"
    const [rules, done] = arguments;
    const short = ({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((n) => n.target.join(' ')).join(', ')}`;
    axe.run(document, { runOnly: { type: 'rule', values: rules }, resultTypes: ['violations'] }).then(
        ({ violations }) => done(violations.map(short)),
        (error) => done([String(error)]),
    );";
