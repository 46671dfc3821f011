//! Looking a receipt up with a phone: found, and nobody told which it was.

use super::{Browser, Size};
use crate::support::{
    TestApp,
    session::{FOUR, Hall},
};

in_a_browser! {
    async fn the_link_on_a_receipt_leads_to_it_and_no_address_keeps_it(app: TestApp) {
        let hall = Hall::voting(&app, FOUR);
        let receipt = hall.deputies[0].casts("赞赞反弃").await.receipt();
        let browser = Browser::open(&app, "receipt", Size::Phone).await;
        let link: String = receipt.bytes().map(|byte| format!("%{byte:02X}")).collect();
        browser.visits(&format!("/results/2024/verify#receipt={link}")).await;
        browser.sees("这张选票已在票箱中").await;
        let address = browser.evaluates("return location.href").await;
        assert_eq!(address, format!("{}/results/2024/verify", app.origin));
        let asked = browser.evaluates("return performance.getEntriesByType('resource').map((asked) => asked.name).join(' ')").await;
        let asked = asked.as_str().unwrap();
        assert!(asked.contains("/results/2024/receipts") && !asked.contains(&link) && !asked.contains(&receipt), "{asked}");
        browser.fits_its_width().await;
        browser.is_accessible().await;
        browser.whole_page("found").await;
        browser.presses_the_button("这是我的选票，我已核对").await;
        browser.sees("这张选票的主人已经核对过").await;

        browser.visits("/results/2024/verify?lang=en").await;
        browser.does_not_see("In the box").await;
        browser.types("The characters of the receipt (回执)", &"A".repeat(43)).await;
        browser.presses_the_button("Look up").await;
        browser.sees("Not found").await;
        browser.types("The characters of the receipt (回执)", "too short").await;
        browser.presses_the_button("Look up").await;
        browser.sees("This is not a complete receipt").await;
        browser.fits_its_width().await;
        browser.close().await;
    }
}
