product = 票决
site-description = { $site }：民生实事项目由代表票决选定，进展、督办和满意度向社会公开。
skip-to-content = 跳到正文
other-language = English
view-large = 关怀版
view-normal = 标准版
other-language-short = EN
view-large-short = 大字
view-normal-short = 标准
nav-label = 主导航
nav-home = 首页
nav-candidates = 候选项目
nav-results = 票决结果
nav-projects = 项目进展
nav-screen = 会场大屏
problems = { $count ->
   *[other] 有 { $count } 处需要改正
}
qr-not-loaded = 二维码没有打开，请用文字。重新打开本页可再试。
form-expired = 页面放置过久，请再提交一次。已填写的内容都在。
script-lost = 这一页没有完整打开
script-lost-mend = 本页的程序没有送到，或者这个浏览器读不懂它。请重新打开；仍不行，请换一个浏览器，或到大会秘书处用现场设备办理。
script-lost-again = 重新打开
script-failed = 出错了（{ $code }）。请重新打开本页再试；仍不行，请告诉大会秘书处。
form-garbled = 填写的内容里有看不见的特殊字符（{ $characters }），已经去掉，还没有提交。请看一遍，再提交一次。
form-text-too-long = 有一项文字太长，只保留了前面一部分，还没有提交。请核对、缩短后再提交。
form-too-many-files = 一次选的文件太多，第 { $most } 个以后的没有收下，还没有提交。
form-too-long = 填写的内容太长，还没有提交。内容都在，请缩短到大约 { $most } 字以内再提交。
form-resumed = 已重新登录，填写的内容都在，还没有提交。请核对后提交；照片等文件请重新选择。
form-files-too-large = 文件太大，后面的没有收下，还没有提交。一次合计最多 { $most } MB，请分几次提交。

error-not-found-title = 没有这一页
error-not-found-mend = 地址可能打错了，或者内容还没有公布，或者您没有查看的权限。
error-bad-form-title = 提交的内容不完整
error-bad-form-mend = 请返回上一页，刷新后重新填写。
error-too-large-title = 提交的内容过大
error-too-large-mend = 请按浏览器的“返回”键回到表单（填写的内容一般还在），减小文件或缩短文字后再提交。文字一次不超过 64 KB，文件一次合计不超过 72 MB。
error-too-slow-title = 内容传得太慢
error-too-slow-mend = 没有在规定时间内收到完整的内容，请检查网络后重新提交。
error-form-expired-title = 页面放置过久
error-form-expired-mend = 为了安全，这次提交没有执行。请返回上一页，刷新后再点一次。
error-too-many-title = 请求太频繁
error-too-many-mend = 请稍等片刻再试。
error-unavailable-title = 系统暂时不能服务
error-unavailable-mend = 刚才的操作没有执行，也没有留下一半。请过一分钟再试；如仍不行，请告诉大会秘书处。
error-read-only-title = 现在只能查看
error-read-only-mend = 系统正在迁移或维护：内容都可以查看，提交的内容暂不接收。请稍后再试；刚才填写的没有提交。
error-reference = 编号 { $reference }
error-internal-title = 系统出错
error-internal-mend = 刚才的操作没有执行，也没有留下一半。请告诉大会秘书处。
error-home = 回首页

demo-label = 演示说明
demo-word = 演示
demo-banner = 数据均为示例，不是真实的表决结果。
demo-accounts-link = 演示账号

pages-label = 分页
pages-previous = 上一页
pages-next = 下一页

# 各页最上面的横幅
ribbon-label = 演练提示
ribbon-word = 演 练
ribbon-rehearsal = 这是演练，不是正式投票；票数不计入任何结果。
ribbon-link = 切换或结束演练
reach-this-machine-only = 二维码里的地址是 { $origin }，只有这台服务器自己打得开，手机扫了打不开。请先不要打印。
reach-nobody = 二维码里的地址是 { $origin }，谁也打不开。请先不要打印。
reach-mend = 请管理员把 PIAOJUE_BASE_URL 设成手机能打开的地址（如 http://192.168.1.10:8080 或 https://域名），重新启动服务器，再打印。
