# Beringia 的中文。键和参数与 locales/en/beringia.ftl 相同。

# 数字和日期
over-ninety = 超过90%
under-ten = 不足10%
too-few = 人数太少
range-to = { $value }（{ $low }至{ $high }）
below-a-thousandth = < 0.001
date = { $year }年{ $month }{ $day }日
month-1 = 1月
month-2 = 2月
month-3 = 3月
month-4 = 4月
month-5 = 5月
month-6 = 6月
month-7 = 7月
month-8 = 8月
month-9 = 9月
month-10 = 10月
month-11 = 11月
month-12 = 12月

# 常用词
agree = 同意
disagree = 不同意
pass = 不表态
everybody = 所有人
people = 参与者
people-of = { $side }参与者
votes = 表态
predictions = 预测
statements = 陈述
quote = “{ $text }”
about-side = 看{ $side }
agree-in = { $side }同意率
invented-tag = 虚构示例
invented-sentence = 虚构示例：这些地方和人都不存在。
skip = 跳到正文
contents = 本报告内容
audience-public = 供所有人阅读：可能指向少数几个人的数字不列。
audience-internal = 内部版：供已持有原始回答的组织者使用，请勿转发。
statement-without-text = 第{ $id }条陈述
field-culture = 文化
field-education = 教育
field-tourism = 旅游
field-health = 健康
field-media = 媒体
field-think-tanks = 智库
field-youth = 青年
field-women = 女性
field-business = 商务
field-other = 其他

# 首页
title-sides = { $first }和{ $second }怎么想，又怎么看对方
title-plain = 大家怎么想
one-minute = 首页，一分钟读完。
caution-title = 这些结果不能说明什么。
caution-sides = 这里只是参与者的回答。除非参与者由抽签产生，否则不代表{ $first }或{ $second }的所有人。双方不论人数多少，分量相同。
caution-all = 这里只是参与者的回答。除非参与者由抽签产生，否则不代表全体公众。
ground-untested = 回答太少，没有一条陈述可以检验：每一方都要有20个回答。
ground-none = { $tested }条陈述里，没有一条通过检验为双方都同意。
ground-accepted = { $tested }条陈述里，{ $accepted }条双方都同意。
ground-divide = { $count }条让双方意见相左。
ground-no-divide = 没有哪条明显让双方意见相左。
firmest-one = 最有把握的是：{ $one }
firmest-two = 最有把握的是：{ $one }和{ $two }
ground-error = 每一条都在双方分别检验过，按这种方法，这类结论平均最多有{ $rate }是错的。
misjudgement-none = 双方如何估计对方
misjudgement-low-low = 双方都低估了对方的同意程度。
misjudgement-high-high = 双方都高估了对方的同意程度。
misjudgement-close-close = 平均来看，双方对对方都没有明显误判。
misjudgement-low-high = { $first }低估了{ $second }的同意程度，{ $second }则高估了{ $first }。
misjudgement-high-low = { $second }低估了{ $first }的同意程度，{ $first }则高估了{ $second }。
misjudgement-low-close = { $first }低估了{ $second }的同意程度。
misjudgement-close-low = { $second }低估了{ $first }的同意程度。
misjudgement-high-close = { $first }高估了{ $second }的同意程度。
misjudgement-close-high = { $second }高估了{ $first }的同意程度。
expected-on-ground = 在双方都同意的陈述上：
expected-on-all = 就所有陈述平均来看：
expected-on-ground-told = 在双方都同意、且数据可全部公布的陈述上：
expected-on-all-told = 就数据可全部公布的陈述平均来看：
expected-actual = { $holder }估计{ $about }的100人里有{ $expected }人同意，实际是{ $actual }人。
close-means = 没有说高低的，差距还不能肯定不为零。
widest = { $holder }估计偏差最大的一条是{ $text }
headline-no-predictions = 没有请大家预测对方怎么想。
headline-few-predictions = 预测太少，还说不出双方怎样误判对方。
no-predictions-how = 表态的人还可以预测对方有多少人同意。提供 predictions.csv（列：participant、statement、about_side、share），报告就能显示双方如何误判对方。
divide-more = 双方之间的人，比同一方的人更常回答不同。
divide-same = 目前看不出，双方之间的人比同一方的人更常回答不同。
divide-text = { $first }任意两人，100次里有{ $within1 }次回答不同；{ $second }任意两人有{ $within2 }次；双方各取一人有{ $between }次。
divide-too-few = 回答太少，说不清分歧在哪里。
divide-too-few-how = 每一方至少要有30人，并且至少有一条陈述在双方都有20个回答。
divide-untold-how = 每一方至少要有30人，并且要有20条陈述在双方都有20个回答；再少，就可能推算出个别人的回答。
pair-within = { $side }任意两人
pair-between = 双方各一人
see-bridge = 看全部陈述的“桥”
see-misjudgement = 看谁误判了什么
see-asked = 看问了哪些人
see-diversity = 看各方内部的多样性
see-statements = 看大家同意什么
majorities = { $tested }条陈述里，{ $agree }条有过半的人同意。
majorities-more = 有{ $disagree }条过半的人不同意。每一条都经过检验，并控制了误报。
most-split = 有一条陈述，大家的看法最接近对半。
most-split-text = 100人里，{ $agree }人同意，{ $disagree }人不同意。
answered-text = 一半的人至少回答了{ $statements }条陈述里的{ $median }条。
answered-warns = 有迹象表明，谁来回答与看法有关。
answered-no-sign = 没有迹象表明谁来回答与看法有关。
answered-untested = 人数太少，无法判断谁来回答是否与看法有关。

# 章节
section-asked = 问了什么，问了哪些人
section-ground = 共同点
section-differ = 双方的不同
section-misjudgement = 双方对对方的误判
section-diversity = 各方内部的多样性
section-exposure = 大家看到了什么
section-views = 大家怎么想
section-all = 全部陈述
section-methods = 方法与出处

# 问了什么
missing-title = 请谨慎阅读。
missing-warns = 有迹象表明，谁来回答与看法有关：持某种看法的人回答得更多。下面的比率可能偏离实际，偏差比区间所示更大。
missing-no-sign = 检验没有发现谁来回答与看法有关的迹象；但从未到来的人，检验是看不到的。
missing-untested = 人数太少，无法检验谁来回答是否与看法有关。
no-sides-title = 再加一张表，就能看到双方。
no-sides-how = 输入中没有说明谁属于哪一方，所以无法显示双方的共同点和误判。请提供含有 participant 和 side 两列的 participants.csv：beringia analyse … --sides participants.csv
asked-caption = 参与情况
asked-people = 表过态的人
asked-median = 每人回答数的中位数
asked-votes = 表态
asked-replaced = 被后来的表态取代
asked-predictions = 预测
asked-statements = 陈述
asked-moderated = 其中未通过审核
staircase-title = 多少人回答了多少条
staircase-subtitle = 并非人人都答完。
staircase-label = { $side }，{ $people }人
staircase-axis = 至少回答了这么多条
staircase-description = 每一方一条线：至少回答了这么多条陈述的人所占比率。中位数见参与情况表。
answers-title = 每条陈述有多少回答
answers-subtitle = 不到20个回答，只写“人数太少”，不给数字。
answers-axis = 每条陈述的回答数；虚线：20
answers-description = 每条陈述一个标记，按回答数排列，双方分列。数字见全部陈述表。

# 共同点
ground-lead = 只有检验表明双方都有过半的人同意，并且不表态的不到三分之一，才算共同点。
ground-too-few = 没有一条陈述在双方都有20个回答，还不能下结论。
too-few-title = 人数太少，不显示数字。
bridge-name = 桥
bridge-subtitle = 每个标记是一条陈述：横向看{ $first }，纵向看{ $second }，100人里各有多少人同意。
bridge-description = 各条陈述在{ $first }（横向）和{ $second }（纵向）的同意率，带95%区间。数字见全部陈述表。
bridge-axis = { $side }的同意率
bridge-common-ground = 共同点
bridge-both-reject = 双方都不同意
bridge-only = 只有{ $side }同意
bridge-legend-accepted = 双方都同意：{ $count }条
bridge-legend-rejected = 双方都不同意：{ $count }条
bridge-legend-divides = 双方意见相左：{ $count }条
bridge-legend-unclear = 结果不明：{ $count }条
bridge-legend-interval = 各方的95%区间
verdict-accepted = 双方都同意
verdict-rejected = 双方都不同意
verdict-divides = 双方意见相左
verdict-unclear = 结果不明
small-verdicts-name = 各类陈述的条数
small-shares-name = 比率及其区间
small-shares-description = 以100计。误差线是95%区间，数字与表格相同。
column-number = 编号
column-statement = 陈述
column-product = 乘积
column-q = q值
column-difference = 差
column-expected = { $holder }对{ $about }的估计
table-accepted = 双方都同意的陈述，最有把握的在前
table-rejected = 双方都不同意的陈述，最有把握的在前
surprising-title = 意料之外的共同点
surprising-lead = 这些陈述双方都同意，而且至少有一方明显低估了对方。从这里谈起最好。
table-surprising = 估计与实际
rejected-title = 双方都不同意
shortlist-title = 双方各占一半的讨论清单
shortlist-lead = 这样挑选，是为了让双方尽可能多的人都能在其中找到自己同意的陈述。它供交谈之用，并不说明人人都同意。
table-shortlist-told = 讨论清单中可以公布的陈述，按陈述顺序排列
table-shortlist = 讨论清单，按入选先后排列

# 不同
differ-lead = 经检验，一方同意的人更多、另一方不同意的人更多的陈述。
differ-none = 还没有哪条陈述能看出双方倾向相反。
table-differences = 让双方意见相左的全部陈述
bars-name = 同意、不同意、不表态
bars-subtitle = 颜色表示哪一方，纹理表示哪种选择：实心是同意，斜线是不同意，空心是不表态。误差线是95%区间。
bars-subtitle-all = 实心是同意，斜线是不同意，空心是不表态。误差线是95%区间。
bars-description = 每条陈述的左右条形：左为不同意，右为同意，另列不表态。数字见全部陈述表。
rest-not-told = 其余不再细分

# 误判
misjudgement-lead = 表态的人还回答了：对方参与回答的100人里，有多少人同意？这里是他们的估计和实际情况。
misjudgement-told = 为了不让任何人的回答被推算出来，这些数字只依据相关数据已在此全部公布的陈述；回答人数过少的陈述，以及某一方几乎人人同意或几乎无人同意、或被对方这样估计的陈述，不计在内。
gaps-untold = 没有一条陈述的估计和实际情况可以同时公布：至少要有20个预测和20个回答，而且双方都不能几乎意见一致。
gaps-too-few = 没有一条陈述同时有20个预测和20个回答。就全部陈述能说的，见下表。
arrows-name = 误判箭头
arrows-subtitle = { $first }明显低估{ $firstlow }条，高估{ $firsthigh }条；{ $second }低估{ $secondlow }条，高估{ $secondhigh }条。图中是误判最大和最小的几条。
arrows-heading = { $holder }看{ $about }
arrows-expected = 估计
arrows-actual = 实际
arrows-axis = 100人里同意的人数
arrows-closest = 双方估计得最准的
arrows-description = 每条陈述一个箭头，从平均估计指向实际同意率：左边是{ $first }看{ $second }，右边是{ $second }看{ $first }，带95%区间。数字见全部差距表。
too-low = 估低
too-high = 估高
close = 接近
column-measure = 指标
column-figure = 数值（95%区间）
column-meaning = 含义
table-directed = { $holder }看{ $about }
measure-pooled = 全部预测的差距（百分点）
measure-on-ground = 共同点上的差距（百分点）
measure-m2 = M²：去除噪声的均方差距
measure-shift = 偏移 a
measure-hedging = 斜率 g
measure-uniformity = 眼中的一致程度 U
measure-polarisation = 虚假对立（百分点）
measure-excess = 对对方的误判超出对自己一方的部分（百分点）
measure-score = 预测得分
meaning-pooled = 小于零：{ $holder }低估了{ $about }的同意程度。
meaning-on-ground = 同上，只看{ $holder }和{ $about }都同意的陈述。
meaning-m2 = 去掉偶然因素，典型的误判是{ $points }个百分点。
meaning-m2-untold = 每一方至少要有50人，并且要有20条陈述的数据可以全部公布。
meaning-m2-few = 每一方至少要有50人，并且至少有20条陈述。
meaning-shift = 小于零：不论常见还是少见的看法，{ $holder }都低估{ $about }。
meaning-hedging = 1：没有保守倾向。小于1：{ $holder }估计{ $about }时往中间靠，这是谨慎，不全是误判。
meaning-uniformity = 大于零：{ $holder }以为{ $about }比实际更一致。
meaning-polarisation = 大于零：{ $holder }以为自己和{ $about }的距离比实际更远。
meaning-excess = 大于零：{ $holder }对{ $about }的误判，大于对自己一方的误判。
meaning-score = 从0到1，越高越好。如果总说100人里有50人，得分会是{ $always }。
table-by-field = 各领域的差距（百分点）
column-field = 领域
table-own-side = 一方看错自己的陈述
column-side = 一方
column-believed = 以为
column-actual = 实际
column-gap = 差距
column-n = 人次
table-gaps = 全部差距，最大的在前

# 多样
diversity-lead = 没有哪一方内部意见一致。这里说明两个人的回答有多大可能不同。
table-diversity = 依据双方都有足够回答的{ $statements }条陈述
measure-within = { $side }内部的分歧
measure-between = 双方之间的分歧
measure-divide = 分隔指数 F
measure-opinions = { $side }的有效意见数
measure-entropy = { $side }的熵
meaning-within = 这一方任意100对人里，回答不同的对数。
meaning-between = 双方各取一人组成的100对里，回答不同的对数。
meaning-divide = 0：双方无法区分；1：两个内部一致、彼此相反的整体。
meaning-opinions = 从1（回答全都一样）到3（同意、不同意、不表态一样多）。
meaning-entropy = 从0（回答全都一样）到1（三种回答一样多）。
time-title = 随时间的变化
time-name = 各方内部分歧随时间的变化
time-subtitle = 每一时段的表态中，一方任意100对人里回答不同的对数。竖条是95%区间。各时段回答的人不同，变化不一定是看法变了。
time-axis = 各时段的起始日期
time-description = 各时段每一方内部的分歧，带95%区间。数字见时段表。
table-time = 各时段的多样性
column-period = 时段
split-title = 大家看法最接近对半的陈述

# 看到的内容
exposure-lead = 双方都看得到对方写的内容，对话才能架起桥来。
table-shown = 谁看到了谁写的陈述
shown-to = 展示给{ $side }的
shown-pool = 全部陈述
written-in = { $side }写的
table-exposure = 展示情况的指标
measure-isolation = 隔离程度
measure-exposure-entropy = { $side }每人所见的多样程度，中位数/最低的十分之一
measure-gini = { $side }陈述之间的不均等（基尼系数）
measure-label = 标明作者所属一方对{ $side }的影响（百分点）
meaning-isolation = 从−1到1；0：双方看到的比例相同。
meaning-exposure-entropy = 1：所见一半来自一方，一半来自另一方；0：全部来自一方。
meaning-gini = 0：每条陈述展示的次数相同。
meaning-label = 小于零：同一条陈述，知道来自对方以后，同意的人减少。

# 没有双方之分
views-lead = 多数人同意什么，多数人不同意什么，什么让大家分歧。
views-agree = 多数同意
views-disagree = 多数不同意
views-split = 最接近对半
views-too-few = 没有一条陈述有20个回答。

# 全部陈述
all-lead = 未通过审核的陈述保留一行，但不进入任何结论。
table-all = 全部陈述的表格
column-id = 编号
column-votes = 表态
column-votes-in = { $side }表态
column-result = 结果
result-accepted = 双方都同意
result-rejected = 双方都不同意
result-divides = 双方意见相左
result-unclear = 结果不明
result-moderated = 未通过审核
result-majority-agree = 多数同意
result-majority-disagree = 多数不同意

# 方法
methods-lead = 用同样的回答，每个数字都能重新算出，一位不差。
method-shares = 比率以全部表态为底数，包括不表态。比率的区间是95% Wilson区间；双方不论人数多少，分量相同。（docs/methods/agreement.md）
method-ground = 共同点：每一方比率的单侧90%下限都高于一半，不表态的不到三分之一；取两个mid-p值中较大的，并控制误报（Benjamini–Hochberg）。共同的不同意也一样。一方同意的人更多、另一方不同意的人更多，且同意率经检验不同，才算意见相左。（docs/methods/common-ground.md）
method-gap = 误判等于平均预测减去实际比率。就多条陈述而言，取其平方并去除噪声；误差用刀切法（逐一去掉一人）算出。（docs/methods/misjudgement.md）
method-diversity = 分歧是两个人回答不同的概率，按无偏方法计算；误差用刀切法（逐一去掉一人）算出。（docs/methods/diversity.md）
method-missing = 三项检验看谁来回答是否与看法有关；任何一项达到百分之一的水平，报告就会提醒。（docs/methods/missingness.md）
method-few = 一条陈述不到20个回答或20个预测，或者就多条陈述计算时一方不到50人或30人，就写“人数太少”。（docs/methods/least-numbers.md）
method-guard = 本版供所有人阅读：没有数字所依据的人数少于10人；超过90%或不足10%的只写界限；能由其他数字推算出来的也不列。（docs/methods/disclosure.md）
provenance-line = 数据指纹 { $digest }，Beringia { $version }。
provenance-title = 这些数字从哪里来
provenance-digest = 回答的数据指纹（SHA-256）
provenance-digest-public = 本版内容的数据指纹（SHA-256）
provenance-version = 版本
provenance-files = 读取的文件
provenance-fdr = 错误发现率
provenance-pass = 不表态的上限
provenance-shortlist = 讨论清单的长度
provenance-weights = 权重
provenance-no-weights = 无
notes-title = 关于输入的说明
source-sides = { $first }{ $firstcount }人和{ $second }{ $secondcount }人的回答。
source-all = { $voters }人的回答。
source-predictions = 预测：{ $first }{ $firstcount }个，{ $second }{ $secondcount }个。色带是95%区间；差距可以肯定不为零时才画箭头。
days = 回答时间：{ $first }至{ $last }。

# 终端
progress-reading = 正在读取
progress-analysing = 正在分析
terminal-report = 报告在 { $path }
terminal-invented = 虚构了{ $people }人、{ $statements }条陈述、{ $votes }次表态、{ $predictions }个预测及其真值，存于 { $path }
terminal-converted = 已写入 { $path }
terminal-people-sides = { $first } { $firstcount }人，{ $second } { $secondcount }人。
terminal-people = { $people }人。
terminal-counts = 对{ $statements }条陈述的{ $votes }次表态，{ $predictions }个预测。
note-columns = { $file }：这些列没有读取：{ $columns }
note-not-read = { $file }：不是对话的表格，没有读取
note-gb18030 = { $file } 是GB18030编码，已按此读取
note-sign-checked = Polis 表态：1表示同意，与旁边的计数相符
note-sign-turned = Polis 表态：旁边的计数表明这里 -1 表示同意，已按此读取
note-sign-unchecked = Polis 表态：没有可以核对正负号的计数，按1表示同意读取
note-without-text = { $count }条陈述有表态，但陈述表里没有；照样保留，没有文字
note-without-side = { $count }人不在 participants.csv 里，只计入“所有人”
note-predictions-without-side = { $count }个预测出自没有归属一方的人，谈不上对方，不计入
note-authors = { $count }条陈述写明的作者所属一方不是双方中的任何一方，没有采用
note-unknown-side = conversation.csv 提到“{ $name }”一方，但没有人属于这一方
note-fractions = predictions.csv 里只有0和1，按100人里的0人和1人读取；如果是小数比率，请乘以100
loss-sides = 未保留：谁属于哪一方
loss-predictions = 未保留：{ $count }个预测
loss-exposures = 未保留：{ $count }次展示
loss-translations = 未保留：{ $count }条译文
loss-details = 未保留：陈述的作者所属一方、语言和领域
loss-weights = 未保留：权重
loss-people-ids = 参与者的编号不是数字，已从0重新编号
loss-statement-ids = 陈述的编号不是数字，已从0重新编号
loss-attributes = 未保留：参与者的属性：{ $columns }
loss-language = 未保留：展示陈述时所用的语言
loss-authors = 有意不保留：陈述的作者，因为会把文字和表态联系起来；以及 Polis 自己的分组和计数
loss-times = 有意不保留：比“天”更细的时间
loss-replaced = 未保留：{ $count }次被后来取代的表态

## 意见图与群体
section-groups = 意见图
groups-lead = 表态相近的人站得近。画出群体之前先要问：换一批陈述，他们还会分在一起吗？
map-name = 意见图
map-subtitle = 每个点是一个人，表态相近的人站得近。图上的方向本身没有含义。
map-subtitle-cells = 每一格至少有十人，颜色越深人越多。表态相近的人站得近。图上的方向本身没有含义。
map-person = { $side }的一个人
map-dashed = 虚线：群体之间逐渐过渡
map-few = 少
map-many = 多
group-name = 群体{ $number }
group-share = 100人里有{ $share }人
groups-untold = 回答太少，画不出意见图。
groups-none = 大家看法不一，但没有分成群体。
groups-tendency =
    只是分成{ $n ->
        [2] 两
        [3] 三
        [4] 四
        [5] 五
       *[other] { $count }
    }个群体的倾向，换一批陈述就可能不同。
groups-gradual =
    有{ $n ->
        [2] 两
        [3] 三
        [4] 四
        [5] 五
       *[other] { $count }
    }个群体，彼此逐渐过渡。
groups-gradual-across =
    有{ $n ->
        [2] 两
        [3] 三
        [4] 四
        [5] 五
       *[other] { $count }
    }个群体，彼此逐渐过渡，双方的人都有。
groups-distinct =
    有{ $n ->
        [2] 两
        [3] 三
        [4] 四
        [5] 五
       *[other] { $count }
    }个界线分明的群体。
groups-distinct-across =
    有{ $n ->
        [2] 两
        [3] 三
        [4] 四
        [5] 五
       *[other] { $count }
    }个界线分明的群体，双方的人都有。
groups-as-sides = 图上的群体就是双方。
groups-none-title = 这意味着什么
groups-none-text = 每个人的回答不同，每条陈述的回答也不同，但知道其中一些，并不能推知其余。所以没有把任何人归入群体。请逐条阅读陈述。
groups-asked-for = 这些群体是按要求分出来的；换一批陈述，分法就会不同，所以请先逐条阅读陈述。
groups-are-sides = 这些群体与双方几乎相同，因此它们的特点请看双方意见不同之处。
groups-too-few-people = 至少要有{ $needed }人给出足够的回答，才能谈群体。
groups-too-few-statements = 至少要有{ $needed }条有回答的陈述，才能画意见图。
groups-no-map = 答得够多的人太少，画不成图。
groups-source = { $people }人，每人至少回答了{ $votes }条，共{ $statements }条陈述。
groups-source-public = 至少回答了{ $votes }条的人，共{ $statements }条陈述。
groups-explained = 两个方向分别占全部方差的{ $first }%和{ $second }%。
groups-structure-told = 把表态重新分发{ $deals }次，偶然出现同样结构的概率不超过{ $p }。
groups-structure = 第一个方向占{ $share }%；把表态重新分发{ $deals }次，最多占{ $most }%（p { $p }）。
firmness-title = 群体有多稳固？
verdict-none = 没有
verdict-tendency = 倾向
verdict-gradual = 渐变
verdict-distinct = 分明
firmness-same = 改由另一半陈述来分，图上100人里有{ $same }人仍在同一群体；单凭偶然也有{ $chance }人。
firmness-border = 100人里有{ $near }人靠近边界。
firmness-none = 分成{ $k }个，改由另一半陈述来分，图上100人里有{ $same }人仍在同一群体。
firmness-chance = 单凭偶然也有{ $chance }人。
firmness-untold = 人数或陈述太少，无法判断。
readiness-title = 爱说同意。
readiness-first = 图的第一个方向主要是人们有多爱说同意（相关系数{ $correlation }），这是习惯而不是看法。除去之后重新画图，新图第一个方向与原来的相关系数为{ $without }。
readiness-second = 图的第二个方向主要是人们有多爱说同意（相关系数{ $correlation }），这是习惯而不是看法。
table-who = 图上100人里，每个群体有多少人
column-group = 群体
marks-title = 群体的特点
marks-text = 检验每条陈述时，所用的群体都不是由这条陈述分出来的；所有检验合起来，错误发现率为5%。差异最稳固的排在前面。
marks-untold = 在数据可以公布的陈述中，没有一条能说明哪个群体的特点。
marks-none = 没有一条陈述能说明哪个群体的特点。
table-marks = 群体{ $number }与其他所有人相比
column-direction = 更多人
column-inside = 群体之内
column-outside = 群体之外
column-apart = 相差百分点，95%区间
choice-agree = 同意
choice-disagree = 不同意
table-reliability = 分成几个群体，各有多稳固
column-k = 群体数
column-kappa = 信度（κ），90%区间
column-same = 100人里仍在同一群体
column-stepped-up = 推算到全部陈述
polis-title = 按照Polis的做法
polis-text = Polis总会找出至少两个群体，并用分出群体的那些表态来检验。群体有多稳固，写在意见图旁。
table-representative = Polis为群体{ $number }列出的陈述
table-consensus = Polis列为人人持有的陈述
table-polis = 各条陈述的群体知情同意度和优先度
column-group-informed = 群体知情同意度
column-priority = 优先度
method-groups = 意见图是主成分分析，没有表态的以该陈述的均值代替。群体用k均值法；除非指定了群体数或采用Polis的规则，群体数取随机两半陈述之间一致程度（Cohen κ）最高的。判断依据该群体数的κ的90%区间下限。检验特点时，群体都不是由该陈述分出来的。（docs/methods/opinion-groups.md）
provenance-seed = 重抽样的种子
groups-not-formed = 分不出{ $count }个人数足够的群体。
groups-alike = 在这些陈述上，大家没有分歧。
groups-unsure = 是否分成群体，还说不准。
groups-unsure-text = 回答之间有联系，但太松散，或者人数、陈述太少，说不准谁与谁在一起。所以没有把任何人归入群体。请逐条阅读陈述。
groups-withheld = 有群体，但人数太少，这里不列。
groups-rest-on = 群体有多稳固，依据{ $people }人。
column-on-map = 图上的人
column-chance = 单凭偶然
provenance-cut = 群体数
provenance-firmness = 稳固程度的界限
cut-most-reliable = 按信度
cut-wanted = 按指定
cut-polis = 按Polis的规则

# 公布的数据包，逐项核对。
check-listed = { $count }个文件与清单一致，没有缺失
check-listed-not = 与清单不符：{ $wrong }
check-findings = 结果文件完整，格式正确
check-findings-not = 结果文件里有不属于它的内容：{ $wrong }
check-tables = { $count }个表格能由结果推出（群体的计数除外）
check-tables-not = 不能由结果推出的表格：{ $wrong }
check-reports = { $count }份报告与由结果生成的完全一致
check-reports-not = 与由结果生成的不一致的报告：{ $wrong }
check-anew = 由数据行重新计算，{ $count }个文件完全相同
check-anew-not = 由数据行重新计算后不同：{ $wrong }
check-fingerprint = 指纹与您给出的一致
check-fingerprint-not = 指纹与您给出的不同：{ $wrong }
package-wrong = 数据包未通过核对
package-other-version = 这个数据包由另一版本的 Beringia 生成，报告的措辞可能不同，因此没有比对报告。
package-about =
    指纹 { $fingerprint }
    快照 { $snapshot }
    由 Beringia { $version } 生成
check-shares = { $count }个比例及其区间与计数相符
check-shares-not = 比例与计数不符的陈述：{ $wrong }
check-both = { $count }个双方平均值相符
check-both-not = 双方平均值不符的陈述：{ $wrong }
check-differences = { $count }个双方差值相符
check-differences-not = 双方差值不符的陈述：{ $wrong }
check-claims = { $count }个共同点数字相符
check-claims-not = 共同点数字不符的陈述：{ $wrong }
check-verdicts = { $count }个结论与各自的标记相符
check-verdicts-not = 结论与标记不符的陈述：{ $wrong }
check-gaps = { $count }个误判数字相符
check-gaps-not = 误判数字不符的陈述：{ $wrong }
check-pooled = { $count }个误判平均值相符
check-pooled-not = 误判平均值不符：{ $wrong }
check-headlines = 首页上的结论相符
check-headlines-not = 首页上的结论不符
check-counts = 共同认同、共同反对和分歧陈述的数目相符
check-counts-not = 共同认同、共同反对和分歧陈述的数目不符

terminal-imported = 第 { $number } 场对话已经导入，目前谁也看不到。服务器下次启动时分析，由双方公布。
terminal-import-undone = 第 { $number } 场对话已经撤回。
terminal-import-columns = 看不懂 { $file }。它的列有：{ $columns }。请用 --column 指明哪一列相当于我们的哪一列。

# 抽签：终端
draw-pool = { $people } 人报名，{ $seats } 个名额。
draw-least = 最低入选概率为 { $fraction }，即 { $percent }%；若人人均等，则为 { $equal }%。
draw-tightest = 任何抽签都不可能让每个人的概率超过 { $people } 分之 { $max }：{ $quota } 只有 { $max } 个名额，而报名者有 { $people } 人。
draw-proof-full = 要提高任何人的概率，就必须降低某个概率与之相同或更低的人；乘数可以证明这一点，并且已找到实现这些概率的代表团组合，误差不超过 { $gap }。
draw-proof-computed = 要提高任何人的概率，就必须降低某个概率与之相同或更低的人；这是完整计算得出的，没有简短的证明。误差 { $gap }。
draw-proof-open = 寻找更优概率的计算已达上限：目前的概率已经不错，但不排除还有更好的。误差 { $gap }。
draw-off = 一千张签让每个人都得到自己的概率，相差不超过 { $off } 张签。
draw-sure = 有 { $people } 人在每一个可能的代表团中。
draw-never = 有 { $people } 人不在任何可能的代表团中：按现有名额，没有哪个代表团能容纳他们。他们仍可作为候补。
draw-never-kind = { $n } 人：{ $who }
draw-never-bounds = 受限于：{ $bounds }
draw-never-change = 如作此改动，其中一人便有可能入选：{ $change }
draw-written = 已写入 { $folder }
draw-step-level = 最低概率 { $chance } · 已确定 { $n } 人
draw-step-left = 组建代表团 · 误差 { $gap }
draw-step-columns = 名额所许诺的概率达不到，正在逐一补充代表团
draw-step-tickets = 制签
draw-clash = 没有任何代表团能满足全部名额。
draw-short = { $quota }：至少需要 { $wanted } 人，而最多只有 { $could } 人可以同行。
draw-bounds = 以下 { $n } 条限制无法同时满足；去掉其中任何一条就可以：
draw-bound-seats = 名额总数
draw-bound-min = { $quota }：至少 { $bound } 人
draw-bound-max = { $quota }：至多 { $bound } 人
draw-changes = 最小的改动（任选一行）：
draw-changes-flex = 在文件允许的范围内，最小的改动（任选一行）：
draw-changes-beyond = 文件允许的范围不够。超出该范围的最小改动（任选一行）：
draw-lower = { $quota } 的下限由 { $from } 改为 { $to }
draw-raise = { $quota } 的上限由 { $from } 改为 { $to }
draw-change = { $changes }（权重 { $cost }）
draw-smaller = 或者缩小代表团：{ $seats } 个名额即可。
draw-secret = 密数已写入 { $file }；公开之前，除您之外任何人都不得看到。
    请交出这个摘要：{ $hash }
draw-committed = 已锁定，见 { $folder }
    全部既定内容的摘要：{ $digest }
    宣读用：{ $short }
    请立即公布 public.jsonl，并由双方保管人确认。
draw-approved = 保管人 { $keeper } 已确认。
draw-revealed = 保管人 { $keeper } 的密数已公开。
draw-drawn = 第 { $ticket } 号签
    种子 { $seed }
    代表团成员：{ $numbers }
draw-replaced = 递补：{ $numbers }
draw-mine = { $number } 在一千张签中的 { $n } 张里：{ $tickets }
draw-not-given = （未提供）
draw-compare = 请自行核对：{ $named } 应为 { $value }
draw-check-summary = 公开的概率概况与核查人文件一致
draw-check-summary-not = 公开的概率概况与核查人文件不一致
draw-right = 凡能核对的，均无误。
draw-compare-commitment = 请与双方在抽签前公布的内容自行核对：锁定摘要 { $commitment }；密数摘要 A { $a }，B { $b }
draw-not-believed = 这份记录不可信
draw-check-rules = 规则、报名名单、概率、签和封存摘要齐全，次序无误，且都在抽签之前
draw-check-rules-not = 规则、报名名单、概率、签和封存摘要不全，或次序有误
draw-check-tickets = 共一千张签，每张都是规定人数、互不相同的已知报名者
draw-check-tickets-not = 并非一千张由规定人数、互不相同的已知报名者组成的签
draw-check-approvals = 双方保管人确认的正是这份内容
draw-check-approvals-not = 有保管人确认的是别的内容
draw-check-reveals = 公开的两个密数与事先交出的摘要相符
draw-check-reveals-not = 有密数与事先交出的摘要不符
draw-check-times = 锁定、确认、公开密数和决定数的时间先后无误
draw-check-times-not = 有步骤早于或晚于规定时间
draw-check-draw = 种子和签号确由锁定内容、密数和决定数得出
draw-check-draw-not = 种子或签号不能由锁定内容、密数和决定数得出
draw-check-delegation = 代表团就是抽中的那一行
draw-check-delegation-not = 代表团不是抽中的那一行
draw-check-sealed = 核查人手中的文件就是当时封存的文件
draw-check-sealed-not = 核查人手中的文件不是当时封存的文件
draw-check-quotas = 每张签都满足全部名额，且每户至多一人
draw-check-quotas-not = 有签违反名额，或同一户有两人
draw-check-counts = 每个人所在的签数与其概率相符，相差不到一张
draw-check-counts-not = 有人所在的签数与其概率不符
draw-check-chances = 乘数证明，没有任何抽签能让最低者得到更多
draw-check-chances-not = 乘数不能证明这些概率
draw-check-plan = 重新计算，得到同样的签
draw-check-plan-not = 重新计算，得到的签不同
draw-check-replacements = 递补者确为递补次序所定
draw-check-replacements-not = 有递补者不是递补次序所定
draw-check-continues = 接续前一份记录：人员与名额相同，留下者必在其中，离开者不在其中
draw-check-continues-not = 未能接续前一份记录
draw-check-receipt = 回执与这个号码相符
draw-check-receipt-not = 回执与这个号码不符

# 抽签：纸面与网页
lottery-name = 抽签产生代表团
lottery-plan-heading = 抽签之前，每个人的入选概率
lottery-plan-aside = { $n } 人报名，{ $seats } 个名额。
lottery-plan-notice = 供组织者使用：图中会显示人数很少的类别。这里没有抽签，谁也无法据此知道谁会被抽中。
lottery-plan-foot = 概率按“最低者最大”逐级确定：先让最低概率在名额允许的范围内尽量大，再依次往上。数值与方法见 plan.json。
lottery-heading-committed = 一切已经锁定，尚未抽签。
lottery-heading-drawn = 抽签已经完成。
lottery-aside = { $title }：{ $seats } 个名额，{ $n } 人报名。
lottery-step-fixed = 双方事先锁定
lottery-step-sealed = 各自封存，而后公开
lottery-step-chance = 最后由外来的数决定
lottery-digest = 全部规则、名单和签
lottery-committed = 锁定时间
lottery-approved = { $keeper }确认
lottery-hash = { $keeper }封存的密数
lottery-revealed = { $keeper }公开密数
lottery-lapsed = 未按时公开，视为空
lottery-open = 尚未
lottery-source = 由此决定
lottery-due = 公布时间
lottery-value = 数值
lottery-seed = 合成的种子
lottery-ticket = 抽中一千行中的第 { $ticket } 行，每一行的机会相同。
lottery-people = 代表团成员：{ $n } 人
lottery-people-of = { $side }：{ $people } 人报名，{ $n } 人入选
lottery-replaced = 递补情况
lottery-replaced-line = { $out } → { $in }
lottery-cause-declined = 谢绝
lottery-cause-withdrew = 退出
lottery-cause-no-answer = 未答复
lottery-cause-not-eligible = 不符合条件
lottery-proven = 最低入选概率为 { $least }（{ $fraction }）。已证明：在这些名额下，没有任何抽签能让每个人得到更多。
lottery-computed = 最低入选概率为 { $least }（{ $fraction }）。经完整计算，在这些名额下没有任何抽签能让每个人得到更多；没有简短的证明。
lottery-unproven = 最低入选概率为 { $least }（{ $fraction }）。尚未证明没有抽签能让每个人得到更多。
lottery-never = 有 { $n } 人不在任何可能的代表团中。
lottery-never-few = 有少数人（不足十人）不在任何可能的代表团中。
lottery-chances-title = 抽签之前，每个人的概率
lottery-chances-read = 概率相同的人为一级，由低到高。
lottery-chances-lead = 名额使概率不相等：某一类人报名越少，其中每个人就越被需要。抽签让最低的概率尽可能大。
lottery-curve = { $n } 人报名；最低概率 { $least }
lottery-curve-of = { $side }，{ $n } 人报名：最低概率 { $least }
lottery-axis = 报名者，概率最低的在前
lottery-equal = 点线：没有名额限制时人人相同的概率
lottery-equal-here = 均等概率
lottery-histogram-title = 概率的分布
lottery-histogram-read = 柱的面积表示人数，数目标在柱上；每柱至少十人，因此认不出任何个人。
lottery-histogram-axis = 入选概率
lottery-fit-title = 名额与入选者
lottery-fit-read = 方框：下限至上限。标记：入选人数；抽签之前则为预期人数。
lottery-fit-lead = 每张签都满足全部名额，所以无论抽中哪一张，代表团都满足。
lottery-pool-title = 从报名者到代表团
lottery-pool-read = 圆圈：在报名者中的比例。圆点：在代表团中的比例。
lottery-pool-lead = 报名的人很少与公众相像。名额使代表团更接近公众。
lottery-as-table = 以表格显示
lottery-head-chance = 概率
lottery-head-people = 人数
lottery-head-side = 一方
lottery-head-least = 最低
lottery-head-middle = 居中
lottery-head-most = 最高
lottery-head-equal = 均等概率
lottery-head-quota = 名额
lottery-head-applied = 报名
lottery-head-share-pool = 占报名者
lottery-head-share-came = 占代表团
lottery-head-bounds = 下限–上限
lottery-head-came = 入选或预期
lottery-redo = 亲自验证
lottery-redo-text = 任何人都可以在自己的电脑上核对这份记录；第二个程序只有四百来行 Python，与第一个毫无共用之处。
lottery-redo-auditors = 核查人可以核对更多：每张签上的每项名额、每个人的概率及其证明。
lottery-auditors-notice = 仅供双方指定的核查人使用：其中显示谁与谁的特征相同。
lottery-auditors-foot = 号码代表人，这里没有姓名。
lottery-foot = 号码代表人，任何记录中都没有姓名；每位报名者都收到自己的号码，可以自行查找。
