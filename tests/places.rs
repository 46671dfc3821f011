//! Where things are done: a unit lists its places, everybody finds theirs, and the streets are drawn.

use serde_json::{Value, json};

use crate::support::{
    Page, TestApp, Visitor,
    session::{FOUR, Hall},
    tracking::{CHOICES, HOUSING, Year, makes_department, photo},
};

const LISTS: &str = "望江街道：始版桥社区、在水一方社区\n小营街道\n湖滨街道";

pub async fn streets_are_registered(secretary: &mut Visitor) {
    secretary.visits("/secretariat/calls").await.is(200);
    let lists = [("fields", "住有宜居"), ("places", LISTS), ("synonyms", "")];
    secretary.submits("/secretariat/calls/lists", &lists).await.is(200).says("选项已保存");
}

pub fn of_item(app: &TestApp, item: usize) -> String {
    format!("/department/sub-items/{}/places", app.projects()[0].sub_items[item].id)
}

/// The line of the list that is called so, as the form offers it.
fn area(page: &Page, called: &str) -> String {
    let (ids, names) = (page.attributes("#area option", "value"), page.texts("#area option"));
    let at = names.iter().position(|name| name == called);
    ids[at.unwrap_or_else(|| panic!("{called} is not offered: {names:?}"))].clone()
}

/// A place that is not begun, in a street or community.
pub async fn adds(unit: &mut Visitor, list: &str, name: &str, street: &str, more: &[(&str, &str)]) -> Page {
    let new = format!("{list}/new");
    unit.visits(&new).await.is(200);
    let area = area(unit.page(), street);
    let mut fields = vec![("name", name), ("area", area.as_str()), ("state", "not_begun")];
    fields.retain(|(known, _)| more.iter().all(|(name, _)| name != known));
    fields.extend(more);
    unit.submits(&new, &fields).await
}

pub fn place_of(list: &Page, name: &str) -> String {
    let (links, names) = (list.attributes("tbody th a", "href"), list.texts("tbody th a"));
    let at = names.iter().position(|known| known == name).unwrap_or_else(|| panic!("{name} is not in {names:?}"));
    links[at].clone()
}

async fn finds(app: &TestApp, visitor: &mut Visitor, words: &str) -> Vec<String> {
    app.hears_of_what_is_public();
    visitor.visits(&format!("/projects/places?q={words}")).await.is(200).texts("tbody th a")
}

pub fn square(lon: f64, lat: f64) -> Value {
    json!([[lon, lat], [lon + 0.02, lat], [lon + 0.02, lat + 0.02], [lon, lat + 0.02], [lon, lat]])
}

pub fn outline(features: &[(&str, Value)]) -> Vec<u8> {
    let feature = |(name, rings): &(&str, Value)| {
        json!({
            "type": "Feature", "properties": { "name": name }, "geometry": { "type": "Polygon", "coordinates": rings },
        })
    };
    let features: Vec<Value> = features.iter().map(feature).collect();
    json!({ "type": "FeatureCollection", "features": features }).to_string().into_bytes()
}

pub async fn uploads_the_outline(secretary: &mut Visitor, content: &[u8], schematic: bool) -> Page {
    secretary.visits("/secretariat/map").await.is(200);
    let mut fields = vec![("source", "审图号 示例 1 号")];
    if schematic {
        fields.push(("schematic", "yes"));
    }
    secretary.uploads("/secretariat/map", &fields, ("file", "streets.geojson", content)).await
}

on_both_databases! {
    async fn a_unit_lists_its_places_and_a_resident_finds_hers(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let list = of_item(&app, 0);
        year.engineer.visits(&format!("{list}/new")).await.is(200).says("还没有登记街道");
        streets_are_registered(&mut year.secretary).await;
        year.engineer.visits("/department").await.is(200).says("点位清单");

        let added = adds(&mut year.engineer, &list, "近江家园三园", "望江街道始版桥社区", &[
            ("address", "望江东路 1 号"), ("planned_on", "2024-01-31"), ("lon", "120.1694"), ("lat", "30.2436"),
        ]).await;
        added.is(200).says("点位已登记").says("共 1 处：完成 0 处").says("已过计划完成日期");
        let place = place_of(&added, "近江家园三园");
        for (name, more, fault) in [
            ("近江家园 3 园", &[][..], "已有同名同街道的点位"),
            ("甲", &[][..], "点位名称应为 2 至 40 个字"),
            ("甲园", &[("lon", "30.2436"), ("lat", "120.1694")], "应为经度 120.1694、纬度 30.2436"),
            ("甲园", &[("lon", "2.35"), ("lat", "48.85")], "不在中国境内"),
            ("甲园", &[("state", "done")], "请填写完成日期"),
            ("甲园", &[("state", "done"), ("done_on", "2030-01-01")], "不能晚于今天"),
        ] {
            let refused = adds(&mut year.engineer, &list, name, "望江街道", more).await;
            refused.is(422).says(fault);
            assert_eq!(refused.attributes("#name", "value"), [name], "nothing typed is lost");
        }
        adds(&mut year.engineer, &list, "葵巷新村", "小营街道", &[]).await.is(200);

        let public = place.replace("/department", "");
        app.hears_of_what_is_public();
        year.anybody.visits(&public).await.is(200).says("近江家园三园").says("未开工").says("望江东路 1 号");
        assert_eq!(finds(&app, &mut year.anybody, "近江").await, ["近江家园三园"]);
        assert_eq!(finds(&app, &mut year.anybody, "望江 始版桥").await, ["近江家园三园"]);
        assert_eq!(finds(&app, &mut year.anybody, "100%25_").await, [""; 0], "what a database would take for anything is taken as it stands");
        let streets = year.anybody.visits("/projects/places").await;
        let street = streets.is(200).attributes("ul.streets a", "href").remove(0);
        year.anybody.visits(&street).await.is(200).says("近江家园三园").says("2024-01-31");
        year.anybody.visits("/projects/places/%E6%B2%A1%E6%9C%89").await.is(404);

        // Both are done in one go, and a picture of each time is added.
        year.engineer.visits(&list).await.is(200);
        year.engineer.submits(&list, &[("state", "done"), ("done_on", "2024-02-02")]).await.is(422).says("请先勾选点位");
        let chosen = year.engineer.page().attributes("input[name=place]", "value");
        let fields = [("place", chosen[0].as_str()), ("place", &chosen[1]), ("state", "done"), ("done_on", "2024-02-02")];
        year.engineer.submits(&list, &fields).await.is(200).says("状态已更新").says("完成 2 处");
        for which in ["before", "after"] {
            let pictures = format!("{place}/pictures");
            year.engineer.visits(&place).await.is(200);
            let none = year.engineer.uploads(&pictures, &[("which", which)], ("photo", "说明.txt", b"text")).await;
            none.is(422).says("说明.txt");
            let kept = year.engineer.uploads(&pictures, &[("which", which)], ("photo", "现场.png", &photo(900, 600))).await;
            kept.is(200).says("照片已上传");
        }
        app.hears_of_what_is_public();
        let here = year.anybody.visits(&public).await;
        here.is(200).says("完成").says("2024-02-02");
        assert_eq!(here.attributes(".compare img", "src").len(), 2);
        for picture in here.attributes(".compare img", "src") {
            year.anybody.asks("GET", &picture, &[]).await.is(200);
        }
        let project = year.seen_by_all().await;
        project.is(200).says("实施点位").says("2 / 2");
        let all = year.anybody.visits(&format!("/projects/{}/places", year.project)).await;
        assert_eq!(all.is(200).texts("tbody th a"), ["近江家园三园", "葵巷新村"]);

        // What is taken off the list says so at its address, and comes back under the same number.
        let remove = format!("{place}/remove");
        year.engineer.visits(&place).await.is(200);
        year.engineer.submits(&remove, &[]).await.is(422).says("请写明移除的理由");
        year.engineer.submits(&remove, &[("because", "与葵巷新村重复")]).await.is(200).says("已从清单中移除");
        app.hears_of_what_is_public();
        let gone = year.anybody.visits(&public).await;
        gone.is(200).says("已于 2024-02-03 从清单中移除").says("与葵巷新村重复");
        year.anybody.asks("GET", &here.attributes(".compare img", "src")[0], &[]).await.is(404);
        assert_eq!(finds(&app, &mut year.anybody, "近江").await, [""; 0]);
        let again = adds(&mut year.engineer, &list, "近江家园三园", "望江街道", &[]).await;
        assert_eq!(place_of(&again, "近江家园三园"), place);
        let deeds = year.secretary.visits("/secretariat/audit").await;
        deeds.is(200).says("登记点位").says("批量更新点位状态").says("上传点位照片").says("移除点位");
    }

    async fn a_report_says_which_places_were_finished_and_the_list_knows_it(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        streets_are_registered(&mut year.secretary).await;
        let (list, other) = (of_item(&app, 0), of_item(&app, 1));
        let report = list.replace("/places", "/report");
        assert!(!year.engineer.visits(&report).await.is(200).text().contains("本次完成的点位"));
        adds(&mut year.engineer, &list, "近江家园三园", "望江街道", &[("planned_on", "2024-03-31")]).await.is(200);
        adds(&mut year.engineer, &list, "葵巷新村", "小营街道", &[]).await.is(200);
        let elsewhere = place_of(adds(&mut year.engineer, &other, "东坡路口", "湖滨街道", &[]).await.is(200), "东坡路口");

        let asked = year.engineer.visits(&report).await;
        asked.is(200).says("本次完成的点位（未完成 2 处）");
        let offered = asked.attributes("input[name=place]", "value");
        assert_eq!(offered.len(), 2);
        // A draft keeps what was ticked; what is on no list of this sub-item is told, and nothing is reported.
        let said = [("quantity", "10"), ("as_of", "2024-02-03"), ("words", "两处开工")];
        fn saying<'a>(said: &[(&'a str, &'a str)], act: &'a str, place: &'a str) -> Vec<(&'a str, &'a str)> {
            said.iter().copied().chain([("do", act), ("place", place)]).collect::<Vec<_>>()
        }
        year.engineer.submits(&report, &saying(&said, "draft", &offered[0])).await.is(200).says("草稿已保存");
        assert_eq!(year.engineer.page().attributes("input[name=place][checked]", "value"), [offered[0].clone()]);
        let foreign = elsewhere.rsplit('/').next().unwrap().to_owned();
        let nowhere = uuid::Uuid::new_v4().to_string();
        for wrong in [&foreign, &nowhere] {
            year.engineer.submits(&report, &saying(&said, "file", wrong)).await.is(422).says("有的已不在清单里");
        }
        app.hears_of_what_is_public();
        year.anybody.visits(&elsewhere.replace("/department", "")).await.is(200).says("未开工");

        year.engineer.visits(&report).await.is(200);
        // A place that comes twice is one place.
        let mut twice = saying(&said, "file", &offered[0]);
        twice.push(("place", &offered[0]));
        year.engineer.submits(&report, &twice).await.is(200).says("已报送");
        year.engineer.visits(&list).await.is(200).says("共 2 处：完成 1 处");
        app.hears_of_what_is_public();
        let project = year.anybody.visits(&format!("/projects/{}", year.project)).await;
        let at = project.is(200).texts("ol.timeline a").iter().position(|name| name == "近江家园三园").unwrap();
        let place = project.attributes("ol.timeline a", "href")[at].clone();
        year.anybody.visits(&place).await.is(200).says("完成").says("2024-02-03");
        assert!(!year.engineer.visits(&report).await.text().contains("近江家园三园"), "what is done is not asked about again");
        // Whoever follows the street of the list hears of the report, whatever the plan's address says.
        let feed = year.anybody.visits("/projects/places/%E6%9C%9B%E6%B1%9F%E8%A1%97%E9%81%93/feed.xml").await;
        feed.is(200);
        assert!(feed.html.contains("两处开工"), "{}", feed.html);
        let deeds = year.secretary.visits("/secretariat/audit").await.is(200).texts("tbody tr");
        assert!(deeds.iter().any(|deed| deed.contains("报送进展") && deed.contains("近江家园三园")), "{deeds:#?}");
    }

    async fn a_list_is_imported_as_it_was_exported(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        streets_are_registered(&mut year.secretary).await;
        let list = of_item(&app, 0);
        adds(&mut year.engineer, &list, "近江家园三园", "望江街道", &[]).await.is(200);
        let (import, confirm) = (format!("{list}/import"), format!("{list}/import/confirm"));

        let bad = "点位名称,街道,社区,状态,完成日期,经度,纬度\n\
                   葵巷新村,小营街道,,完成,2024-02-01,120.18,30.25\n\
                   葵巷 新村,小营街道,,未开工,,,\n\
                   甲园,滨江街道,,未开工,,,\n\
                   乙园,望江街道,无名社区,未开工,,,\n\
                   丙园,望江街道,,完工中,,,\n\
                   丁园,望江街道,,完成,,30.24,120.17\n\
                   合计,6,,,,,\n";
        year.engineer.visits(&list).await.is(200);
        let seen = year.engineer.uploads(&import, &[], ("file", "点位.csv", bad.as_bytes())).await;
        seen.is(200).says("有 5 行不能导入").says("与第 2 行是同一个点位").says("没有登记“滨江街道”").says("无名社区");
        seen.says("请选择状态").says("请填写完成日期").says("应为经度 120.17、纬度 30.24").says("有 1 行不是点位");
        assert!(seen.forms().iter().all(|(action, _)| *action != confirm), "nothing of it can be confirmed");
        year.engineer.visits(&list).await.is(200);
        let broken = year.engineer.uploads(&import, &[], ("file", "点位.xlsx", b"PK\x03\x04")).await;
        broken.is(422);

        let good = "点位名称,街道,状态,完成日期\n近江家园三园,望江街道,在建,\n葵巷新村,小营街道,完成,2024年2月1日\n";
        year.engineer.visits(&list).await.is(200);
        let seen = year.engineer.uploads(&import, &[], ("file", "点位.csv", good.as_bytes())).await;
        seen.is(200).says("新增 1 处，修改 1 处，不变 0 处");
        let done = year.engineer.submits(&confirm, &[]).await;
        done.is(200).says("点位清单已导入").says("共 2 处：完成 1 处，在建 1 处");

        for file in ["list.xlsx", "list.csv"] {
            let bytes = year.engineer.downloads(&format!("{list}/files/{file}")).await;
            year.engineer.visits(&list).await.is(200);
            let seen = year.engineer.uploads(&import, &[], ("file", file, &bytes)).await;
            seen.is(200).says("新增 0 处，修改 0 处，不变 2 处");
        }
        year.engineer.visits(&format!("{list}/files/list.exe")).await.is(404);
    }

    async fn a_project_that_is_not_announced_shows_no_place(app: TestApp) {
        let mut hall = Hall::certified(&app, FOUR, &CHOICES).await;
        let mut secretary = hall.secretariat.browser().await.clone();
        let project = app.projects()[0].id;
        let mut unit = makes_department(&app, &mut secretary, HOUSING, "ZHUJIAN1").await;
        secretary.visits(&format!("/secretariat/projects/{project}")).await.is(200);
        let units = secretary.page().attributes("select[name=unit] option", "value");
        secretary.submits(&format!("/secretariat/projects/{project}/lead"), &[("unit", &units[0])]).await.is(200);
        streets_are_registered(&mut secretary).await;
        let mut other = makes_department(&app, &mut secretary, "区水务局", "SHUIWU1").await;
        let list = of_item(&app, 0);
        other.visits(&list).await.is(404);
        let added = adds(&mut unit, &list, "近江家园三园", "望江街道", &[("lon", "120.1694"), ("lat", "30.2436")]).await;
        let place = place_of(&added, "近江家园三园");
        other.visits(&place).await.is(404);
        let public = place.replace("/department", "");
        let mut anybody = app.visitor();
        for path in [&public, &format!("/projects/{project}/places")] {
            anybody.visits(path).await.is(404);
        }
        assert_eq!(finds(&app, &mut anybody, "近江").await, [""; 0]);
        let data = anybody.visits("/open-data/files/places.geojson").await;
        assert!(!data.is(200).html.contains("近江"));

        hall.secretariat.announces("示例第1号").await.is(200);
        app.hears_of_what_is_public();
        anybody.visits(&public).await.is(200).says("近江家园三园");
        assert_eq!(finds(&app, &mut anybody, "近江").await, ["近江家园三园"]);
        app.congress_is_at("127.0.0.1");
        app.has_congress("别处人民代表大会", Some("elsewhere.example"));
        app.hears_of_what_is_public();
        for path in [public, format!("/projects/{project}/places")] {
            anybody.asks_at("elsewhere.example", "GET", &path).await.is(404);
        }
        let data = anybody.asks_at("elsewhere.example", "GET", "/open-data/files/places.csv").await;
        assert!(!data.is(200).html.contains("近江"), "another congress has places of its own");
    }

    async fn the_secretariat_uploads_an_outline_and_places_are_drawn_on_it(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let good = outline(&[("望江街道", json!([square(120.16, 30.23)])), ("小营 街道", json!([square(120.18, 30.23)]))]);
        uploads_the_outline(&mut year.secretary, &good, false).await.is(422).says("还没有登记街道");
        streets_are_registered(&mut year.secretary).await;
        for (content, fault) in [
            (vec![b' '; 20 * 1024 * 1024], "文件超过 5 MB"),
            (b"{\"type\": \"FeatureCollection\", \"features\": [}".to_vec(), "第 1 行第"),
            (outline(&[]), "没有要素"),
            (outline(&[("西湖街道", json!([square(120.16, 30.23)]))]), "第 1 个要素“西湖街道”不是登记的街道"),
            (outline(&[("", json!([square(120.16, 30.23)]))]), "第 1 个要素没有名称"),
            (outline(&[("望江街道", json!([square(30.23, 120.16)]))]), "经度和纬度写反了"),
            (outline(&[("望江街道", json!([square(0.0, 0.0)]))]), "不在中国境内"),
            (
                outline(&[("望江街道", json!([[[120.16, 30.23], [120.18, 30.25], [120.18, 30.23], [120.16, 30.25]]]))]),
                "自相交",
            ),
        ] {
            let refused = uploads_the_outline(&mut year.secretary, &content, false).await;
            refused.is(422).says(fault);
            assert_eq!(refused.attributes("#source", "value"), ["审图号 示例 1 号"], "nothing typed is lost");
        }
        let drawn = uploads_the_outline(&mut year.secretary, &good, false).await;
        drawn.is(200).says("轮廓已上传").says("有 1 个街道没有画出").says("湖滨街道");

        let list = of_item(&app, 0);
        let at = |lon| [("lon", lon), ("lat", "30.2401")];
        adds(&mut year.engineer, &list, "近江家园三园", "望江街道", &at("120.17")).await.is(200);
        adds(&mut year.engineer, &list, "东海花园", "望江街道", &at("122.5")).await.is(422).says("远在本级区划之外");
        let asked = adds(&mut year.engineer, &list, "江边花园", "望江街道", &at("120.21")).await;
        asked.is(422).says("在本级区划的轮廓之外");
        let new = format!("{list}/new");
        let form = asked.form(&new).with(&[("sure", "120.21,30.2401")]);
        year.engineer.sends(&new, &form).await.is(200).says("点位已登记");
        adds(&mut year.engineer, &list, "无坐标新村", "小营街道", &[]).await.is(200);

        app.hears_of_what_is_public();
        let map = year.anybody.visits("/projects/places").await;
        map.is(200).says("审图号 示例 1 号").says("另有 1 处没有坐标");
        assert_eq!(map.attributes(".map .ground a", "href").len(), 2, "each street that is drawn leads to its list");
        assert_eq!(map.attributes(".map .dots path", "class"), ["not_begun"]);
        assert!(!map.text().contains("示意图"));
        let street = map.attributes(".map .ground a", "href").remove(0);
        year.anybody.visits(&street).await.is(200).says("近江家园三园").says("江边花园");
        uploads_the_outline(&mut year.secretary, &good, true).await.is(200);
        app.hears_of_what_is_public();
        year.anybody.visits("/projects/places").await.says("示意图");
    }

    async fn the_files_have_what_the_pages_show(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        streets_are_registered(&mut year.secretary).await;
        let at = [("lon", "120.1694"), ("lat", "30.2436")];
        for (item, name, street, more) in [
            (0, "近江家园三园", "望江街道始版桥社区", &at[..]),
            (0, "葵巷新村", "小营街道", &[]),
            (1, "东坡路口", "湖滨街道", &[]),
        ] {
            let list = of_item(&app, item);
            adds(&mut year.engineer, &list, name, street, more).await.is(200);
        }
        app.hears_of_what_is_public();
        let page = year.anybody.visits(&format!("/projects/{}/places", year.project)).await;
        let mut shown: Vec<(String, String)> = page
            .is(200)
            .texts("tbody th a")
            .into_iter()
            .zip(page.attributes("tbody th a", "href"))
            .map(|(name, href)| (name, href.replace("/places/", "")))
            .collect();
        // Whatever is known of each: the columns of a street add up to all that is in it.
        let map = year.anybody.visits("/projects/places").await;
        for row in map.is(200).texts("section[aria-labelledby=map] tbody tr") {
            let mut counts: Vec<u32> = row.split(' ').filter_map(|cell| cell.parse().ok()).collect();
            let all = counts.pop().unwrap();
            assert_eq!(counts.iter().sum::<u32>(), all, "{row}");
        }
        let csv = year.anybody.visits("/open-data/files/places.csv").await;
        let rows = csv.is(200).html.trim_start_matches('\u{feff}');
        let mut reader = csv::Reader::from_reader(rows.as_bytes());
        let head = reader.headers().unwrap().clone();
        let column = |name: &str| head.iter().position(|known| known == name).unwrap();
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let of_lists = || rows.iter().filter(|row| !row[column("place_id")].is_empty());
        let mut filed: Vec<(String, String)> =
            of_lists().map(|row| (row[column("name")].to_owned(), row[column("place_id")].to_owned())).collect();
        shown.sort();
        filed.sort();
        assert_eq!(shown, filed);
        for row in of_lists() {
            let here = year.anybody.visits(&format!("/places/{}", &row[column("place_id")])).await;
            here.is(200).says(&row[column("name")]).says(&row[column("street")]).says(&row[column("place_code")]);
        }
        let geojson = year.anybody.visits("/open-data/files/places.geojson").await;
        let geojson: Value = serde_json::from_str(&geojson.is(200).html).unwrap();
        let features = geojson["features"].as_array().unwrap();
        assert_eq!(features.len(), 1, "of the others nobody told where they lie");
        assert_eq!(features[0]["geometry"]["coordinates"], json!([120.1694, 30.2436]));
        assert_eq!(features[0]["properties"]["name"], "近江家园三园");
        assert_eq!(features[0]["properties"]["state"], "not_begun");
    }
}
