"""Words that mean the same on departments' forms: the surface, and the concepts it stands for.

A concept is "family:value". Two values of one family are never the same question (a registered address
is not a place of business), whatever else agrees. Read from the label lists of real forms; longest match wins.
"""

_LISTED = {
    # Who: a natural person.
    "who:legal_rep": "法定代表人 法定代表人负责人 法定代表人主要负责人 法定代表人经营负责人 法定代表人经营者 法定代表人或负责人 "
    "法定代表人负责人经营者 负责人经营者 企业法定代表人 单位法定代表人 法人代表 法人",
    "who:principal": "主要负责人",
    # A head without a word before it: of this legal representative or that principal, nobody can tell.
    "who:legal_rep who:principal": "负责人",
    "who:enterprise_head": "企业负责人",
    "who:contact": "联系人",
    "who:agent": "委托代理人 委托代理人经办人 代理人 经办人 受委托人 被委托人",
    "who:applicant": "申请人",
    "who:submitter who:applicant": "到场申请人",
    "who:investor": "投资人 投资方 出资人 投资人员 投资人出资人 投资方出资人",
    "who:quality_head": "质量负责人",
    "who:security_head": "治安负责人 治安保卫负责人",
    # What about a person.
    "what:id_no": "身份证号码 身份证号 身份证件号码 身份证件号 居民身份证号码 居民身份证号 公民身份号码 证件号码 身份证",
    "what:phone": "联系电话 电话 联系方式",
    "what:phone kind:mobile": "手机 手机号 手机号码 移动电话 联系手机 移动电话号码",
    "what:landline": "固定电话 座机 座机号码",
    "org:office what:landline": "办公电话 办公室电话",
    "what:gender": "性别",
    "what:age": "年龄",
    "who:owner what:name": "产权人 房屋产权人 房屋所有权人 出租人 房东",
    "what:education": "学历 文化程度",
    "what:post": "职务",
    "what:title": "职称",
    "what:birth": "出生日期 出生年月",
    "what:people": "民族",
    "what:politics": "政治面貌",
    "what:born_in": "籍贯 户籍地",
    "what:name": "姓名 名称",
    # Which organisation, which name.
    "org:entity what:name": "单位名称 企业名称 经营者名称 申请单位 申请单位名称 申请人名称 机构名称 公司名称 市场主体名称 "
    "单位个人名称 个人单位名称 广告申请单位 工商注册登记名称 主体名称",
    "org:entity what:name who:legal_rep": "经营者姓名",
    "org:venue what:name": "场所名称 场所店铺名称 店铺名称 门店名称 影院名称 旅馆名称 旅馆名称招牌 加盟店名称 排水户 排水户名称 酒店名称",
    "org:trade what:name": "企业名称字号 字号 字号名称",
    "org:website what:name": "网站名称 网店名称 网站名称网店名称",
    "org:branch what:name": "分支机构名称",
    "place:building what:name": "所在建筑名称 建筑名称 建筑物名称",
    "org:entity": "单位 企业 公司 机构 营业执照",
    "org:ad_user": "广告使用单位",
    # Other companies than the one that applies.
    "org:builder": "施工单位 施工企业 施工方",
    "org:builder what:name": "施工单位名称 施工企业名称",
    "org:haulier": "运输单位 运输企业 承运单位 承运人",
    "org:haulier what:name": "运输单位名称 运输企业名称 承运单位名称",
    "org:designer": "设计单位 结构设计单位",
    "org:designer what:name": "设计单位名称",
    "org:supervisor": "监理单位",
    "org:supervisor what:name": "监理单位名称",
    "org:landlord": "产权单位 出租单位 出租方",
    "org:landlord what:name": "产权单位名称 出租单位名称",
    "org:parent": "上级单位 主管单位 总公司 母公司",
    "org:parent what:name": "上级单位名称 主管单位名称 总公司名称 母公司名称",
    # Which place.
    "place:registered": "住所 住所注册地址 注册地址 注册住所 登记地址 企业住所",
    "place:business": "经营场所 经营场所地址 经营地址 实际经营地址 实际经营场所 营业场所 营业场所地址 营业地址 服务场所 服务场所地址 经营地点 办公地址",
    "place:warehouse": "仓库 库房 仓储 仓储场所 仓库地址 库房地址 外设仓库 外设仓库地址 贮存场所 仓库贮存场所 储存场所",
    "place:sign": "设置地点 广告设置地点 设置位置",
    "place:works": "施工地点 工地 工地地址 施工地址",
    "place:mail": "通信地址 通讯地址 邮寄地址 通信邮寄地址 接收快递详细地址 通信邮寄",
    "place:home": "身份证住址 户籍地址 户籍登记地址 户籍住址 身份证户籍住址 家庭住址",
    # 住址 alone says neither the registered nor the present one.
    "place:home place:present_home": "住址",
    "place:present_home": "现住址 现居住地 现居住地址 现住地址",
    "place:factory": "厂房 生产厂房",
    "place:building": "所在建筑 所在建筑物 整栋建筑",
    "place:parking": "停车场",
    "place:pool": "泳池 泳池水面",
    "place:reception": "接待室 业务接待室",
    "what:address": "地址 地点 详细地址",
    "what:postcode": "邮政编码 邮编",
    # Which area.
    "what:area": "面积",
    "place:business what:area": "经营面积 营业面积 经营场所面积 营业场所面积 服务场所面积 经营营业面积 经营场所总面积",
    "area:use what:area": "使用面积",
    "place:business area:use what:area": "经营场所使用面积",
    "trade:entertainment area:use what:area": "娱乐场所使用面积",
    "area:built what:area": "建筑面积 场所建筑面积",
    "area:gross what:area": "总建筑面积 建筑总面积",
    "area:whole what:area": "所在建筑总面积 所在建筑总建筑面积",
    "area:works what:area": "工程总面积 工程面积",
    "area:facade what:area": "立面面积",
    # How many, of whom.
    "what:staff": "从业人员数 从业人数 从业人员总数 从业人员职工总数 职工人数 职工总数 职工总人数 人员总数 员工人数 员工总数",
    "of:spare": "备选",
    "of:full_time": "专职 专职工作",
    "of:managers": "管理人员",
    "of:technicians": "技术人员",
    "of:guards": "保安 保安人员",
    "of:examined": "应体检",
    "of:certified": "取得健康证明 持有效健康合格证明 持有健康证明 健康证明",
    "of:food_handlers": "接触直接入口食品 接触直接入口食品工作从业人员",
    "what:count": "数 数量 人数 总数",
    # The rest of the licence.
    "what:uscc": "统一社会信用代码 社会统一信用代码 社会信用代码 社会信用代码身份证号码 信用代码 工商执照编号 营业执照号 营业执照编号 营业执照注册号",
    "what:economy": "经济类型 经济性质 经济类型经济性质",
    "what:entity_kind": "主体类型",
    "what:company_kind": "企业类型",
    "what:unit_nature": "单位性质",
    "what:enterprise_nature": "企业性质",
    "what:unit_kind": "单位类型",
    "what:capital": "注册资本 注册资金 资金数额 注册资本开办资金 开办资金",
    "what:founded": "成立日期 成立时间 设立日期",
    "what:scope": "经营范围",
    "what:mode": "经营方式",
    "what:tenure": "场地权属 场所权属 房屋权属 场地使用权 房屋产权",
    "what:lease": "租赁期限 租赁无偿使用期限 租期",
    "what:structure": "建筑结构 房屋结构",
    "what:floors_used": "使用楼层 使用层数 建筑物所在层 所在楼层",
    "what:exits": "安全出口数 安全出口 安全出口数量",
    "what:passages": "安全通道数 安全通道 安全通道数量",
    "what:fax": "传真 传真号 传真号码",
    "what:email": "电子邮箱 电子邮件 邮箱 e-mail email",
    "what:website": "网址 网站地址 网站网址",
    "what:rooms": "客房数 客房数量 房间数",
    "what:beds": "床位数 床位数量",
    "what:private_rooms": "包厢数 包厢包间数 包间数",
    "what:capacity": "核定人数",
    "what:terminals": "上网终端数 计算机数 计算机台数 上网终端计算机数 终端台数",
    "what:isp": "接入服务商 互联网接入服务单位 接入服务单位 互联网接入服务商",
    "paper:preparation": "同意筹建批准文号 同意筹建文号 同意筹建",
    "paper:fire": "消防安全检查意见书文号 消防安全检查合格文号 消防安全检查意见文号 消防安全检查",
    "paper:environment": "环保批准文号 环保",
    "when:begin": "开始 起始",
    "when:end": "结束 截止 终止",
    # Of which trade: only where a form's own title would otherwise say it (see OF_A_TRADE).
    "trade:food": "食品",
    "trade:drugs": "药品",
    "trade:devices": "医疗器械",
    "trade:veterinary": "兽药",
    "trade:pesticides": "农药",
    "trade:entertainment": "娱乐场所",
    "sex:male": "男",
    "sex:female": "女",
    "bound:most": "最高 最大 最多",
    "bound:least": "最低 最小 最少 最浅",
}

SYNONYMS: dict[str, tuple[str, ...]] = {
    surface: tuple(concepts.split())
    for concepts, surfaces in _LISTED.items()
    for surface in surfaces.split()
}
LONGEST = max(map(len, SYNONYMS))

# Said by a type without a word: 住所 of type address is an address.
SAID_BY_TYPE = {"address": "what:address", "phone": "what:phone", "identity": "what:id_no"}
# What only means something of a certain person, and of a certain place.
OF_A_PERSON = frozenset(
    f"what:{w}"
    for w in (
        *("id_no", "phone", "landline", "gender", "age", "birth", "people", "politics", "born_in"),
        *("education", "post", "title"),
    )
) | {"place:home", "place:present_home"}
OF_A_PLACE = frozenset({"what:postcode", "what:area", "what:address"})
# What every trade means otherwise: food and pesticide may not share a store, a venue's 使用面积 has no offices.
OF_A_TRADE = frozenset({"place:warehouse", "who:quality_head", "area:use"})
# Whose section speaks of another company than the one that applies.
OTHER_COMPANIES = frozenset(
    f"org:{w}"
    for w in ("ad_user", "builder", "haulier", "designer", "supervisor", "landlord", "parent")
)
# A missing word of these families is itself a statement: 面积 is not 建筑面积, 人数 is everybody, and a
# code is the applicant's where no other party is named.
SAID_BY_SILENCE = frozenset({"area", "of", "paper", "party"})
# Who or where, as good as not said: 申请人 is the enterprise on one form and whoever stands there on another.
UNCLEAR = frozenset({"who:applicant"})
# Roles are open-ended: every 消防安全责任人 is somebody else.
ROLES = ("负责人", "责任人", "管理人", "管理员", "管理人员")
