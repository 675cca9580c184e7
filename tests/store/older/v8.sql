PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO alembic_version VALUES('0008');
CREATE TABLE accounts (
	id INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	sort_key TEXT NOT NULL, 
	search_key TEXT NOT NULL, 
	external_id TEXT, 
	created_at TEXT NOT NULL, 
	created_by BIGINT, 
	updated_at TEXT NOT NULL, 
	updated_by BIGINT, 
	name TEXT, 
	kana TEXT, 
	legal_form TEXT, 
	corporate_number TEXT, 
	parent BIGINT, 
	account_type TEXT, 
	industry TEXT, 
	employees BIGINT, 
	annual_revenue BIGINT, 
	currency TEXT, 
	phone TEXT, 
	fax TEXT, 
	email TEXT, 
	website TEXT, 
	postal_code TEXT, 
	state TEXT, 
	city TEXT, 
	street TEXT, 
	building TEXT, 
	country TEXT, 
	shipping_postal_code TEXT, 
	shipping_state TEXT, 
	shipping_city TEXT, 
	shipping_street TEXT, 
	shipping_building TEXT, 
	shipping_country TEXT, 
	owner BIGINT, 
	primary_contact BIGINT, 
	tags TEXT, 
	description TEXT, 
	next_activity_at TEXT, 
	last_activity_at TEXT, more_emails TEXT, more_phones TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(owner) REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(parent) REFERENCES accounts (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(primary_contact) REFERENCES contacts (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE batches (
	id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	at VARCHAR NOT NULL, 
	user_id BIGINT, 
	user_name VARCHAR NOT NULL, 
	note TEXT NOT NULL, 
	info TEXT NOT NULL, 
	created INTEGER NOT NULL, 
	updated INTEGER NOT NULL, 
	deleted INTEGER NOT NULL, 
	undoes BIGINT, 
	undone_by BIGINT, 
	PRIMARY KEY (id)
);
INSERT INTO batches VALUES(1,'add','2026-12-01T02:21:03Z',1,'sato','','',1,0,0,NULL,NULL);
INSERT INTO batches VALUES(2,'activity','2026-12-01T02:21:05Z',1,'sato','見積の件','',1,0,0,NULL,NULL);
CREATE TABLE changes (
	id INTEGER NOT NULL, 
	batch BIGINT NOT NULL, 
	record_type VARCHAR NOT NULL, 
	record_id BIGINT NOT NULL, 
	last_id BIGINT NOT NULL, 
	op VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	"before" TEXT, 
	"after" TEXT, 
	PRIMARY KEY (id)
);
INSERT INTO changes VALUES(1,1,'leads',1,1,'create',1,'',NULL,NULL);
INSERT INTO changes VALUES(2,2,'activities',1,1,'create',1,'',NULL,NULL);
CREATE TABLE choices (
	id INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	sort_key TEXT NOT NULL, 
	search_key TEXT NOT NULL, 
	external_id TEXT, 
	created_at TEXT NOT NULL, 
	created_by BIGINT, 
	updated_at TEXT NOT NULL, 
	updated_by BIGINT, 
	picklist TEXT, 
	"key" TEXT, 
	ja TEXT, 
	en TEXT, 
	position BIGINT, 
	is_default INTEGER, 
	is_retired INTEGER, 
	meaning TEXT, 
	PRIMARY KEY (id)
);
INSERT INTO choices VALUES(1,1,'New','new','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'lead_status','new','新規','New',1,1,NULL,NULL);
INSERT INTO choices VALUES(2,1,'Working','working','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'lead_status','working','対応中','Working',2,0,NULL,NULL);
INSERT INTO choices VALUES(3,1,'Contacted','contacted','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'lead_status','contacted','連絡済み','Contacted',3,0,NULL,NULL);
INSERT INTO choices VALUES(4,1,'Qualified','qualified','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'lead_status','qualified','有望','Qualified',4,0,NULL,NULL);
INSERT INTO choices VALUES(5,1,'Unqualified','unqualified','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'lead_status','unqualified','見送り','Unqualified',5,0,NULL,NULL);
INSERT INTO choices VALUES(6,1,'Hot','hot','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'rating','hot','A','Hot',1,0,NULL,NULL);
INSERT INTO choices VALUES(7,1,'Warm','warm','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'rating','warm','B','Warm',2,0,NULL,NULL);
INSERT INTO choices VALUES(8,1,'Cold','cold','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'rating','cold','C','Cold',3,0,NULL,NULL);
INSERT INTO choices VALUES(9,1,'Website','website','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'lead_source','web','Webサイト','Website',1,0,NULL,NULL);
INSERT INTO choices VALUES(10,1,'Phone','phone','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'lead_source','phone','電話','Phone',2,0,NULL,NULL);
INSERT INTO choices VALUES(11,1,'Exhibition','exhibition','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'lead_source','exhibition','展示会','Exhibition',3,0,NULL,NULL);
INSERT INTO choices VALUES(12,1,'Referral','referral','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'lead_source','referral','紹介','Referral',4,0,NULL,NULL);
INSERT INTO choices VALUES(13,1,'Partner','partner','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'lead_source','partner','パートナー','Partner',5,0,NULL,NULL);
INSERT INTO choices VALUES(14,1,'Advertisement','advertisement','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'lead_source','advertisement','広告','Advertisement',6,0,NULL,NULL);
INSERT INTO choices VALUES(15,1,'Seminar','seminar','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'lead_source','seminar','セミナー','Seminar',7,0,NULL,NULL);
INSERT INTO choices VALUES(16,1,'Mail','mail','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'lead_source','mail','メール','Mail',8,0,NULL,NULL);
INSERT INTO choices VALUES(17,1,'Social media','social media','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'lead_source','social','SNS','Social media',9,0,NULL,NULL);
INSERT INTO choices VALUES(18,1,'Cold call','cold call','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'lead_source','cold_call','テレアポ','Cold call',10,0,NULL,NULL);
INSERT INTO choices VALUES(19,1,'Business card','business card','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'lead_source','business_card','名刺','Business card',11,0,NULL,NULL);
INSERT INTO choices VALUES(20,1,'Other','other','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'lead_source','other','その他','Other',12,0,NULL,NULL);
INSERT INTO choices VALUES(21,1,'Manufacturing','manufacturing','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'industry','manufacturing','製造','Manufacturing',1,0,NULL,NULL);
INSERT INTO choices VALUES(22,1,'Construction','construction','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'industry','construction','建設','Construction',2,0,NULL,NULL);
INSERT INTO choices VALUES(23,1,'IT','it','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'industry','it','IT・情報','IT',3,0,NULL,NULL);
INSERT INTO choices VALUES(24,1,'Retail','retail','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'industry','retail','小売','Retail',4,0,NULL,NULL);
INSERT INTO choices VALUES(25,1,'Wholesale','wholesale','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'industry','wholesale','卸売','Wholesale',5,0,NULL,NULL);
INSERT INTO choices VALUES(26,1,'Finance','finance','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'industry','finance','金融','Finance',6,0,NULL,NULL);
INSERT INTO choices VALUES(27,1,'Insurance','insurance','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'industry','insurance','保険','Insurance',7,0,NULL,NULL);
INSERT INTO choices VALUES(28,1,'Real estate','real estate','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'industry','real_estate','不動産','Real estate',8,0,NULL,NULL);
INSERT INTO choices VALUES(29,1,'Transport','transport','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'industry','transport','運輸・物流','Transport',9,0,NULL,NULL);
INSERT INTO choices VALUES(30,1,'Telecom','telecom','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'industry','telecom','通信','Telecom',10,0,NULL,NULL);
INSERT INTO choices VALUES(31,1,'Media','media','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'industry','media','メディア','Media',11,0,NULL,NULL);
INSERT INTO choices VALUES(32,1,'Hospitality','hospitality','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'industry','hospitality','宿泊・飲食','Hospitality',12,0,NULL,NULL);
INSERT INTO choices VALUES(33,1,'Education','education','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'industry','education','教育','Education',13,0,NULL,NULL);
INSERT INTO choices VALUES(34,1,'Health','health','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'industry','health','医療・福祉','Health',14,0,NULL,NULL);
INSERT INTO choices VALUES(35,1,'Government','government','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'industry','government','官公庁','Government',15,0,NULL,NULL);
INSERT INTO choices VALUES(36,1,'Non-profit','non-profit','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'industry','nonprofit','非営利団体','Non-profit',16,0,NULL,NULL);
INSERT INTO choices VALUES(37,1,'Agriculture','agriculture','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'industry','agriculture','農林水産','Agriculture',17,0,NULL,NULL);
INSERT INTO choices VALUES(38,1,'Energy','energy','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'industry','energy','エネルギー','Energy',18,0,NULL,NULL);
INSERT INTO choices VALUES(39,1,'Services','services','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'industry','services','サービス','Services',19,0,NULL,NULL);
INSERT INTO choices VALUES(40,1,'Other','other','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'industry','other','その他','Other',20,0,NULL,NULL);
INSERT INTO choices VALUES(41,1,'JPY','jpy','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'currency','JPY','JPY','JPY',1,1,NULL,NULL);
INSERT INTO choices VALUES(42,1,'USD','usd','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'currency','USD','USD','USD',2,0,NULL,NULL);
INSERT INTO choices VALUES(43,1,'EUR','eur','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'currency','EUR','EUR','EUR',3,0,NULL,NULL);
INSERT INTO choices VALUES(44,1,'GBP','gbp','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'currency','GBP','GBP','GBP',4,0,NULL,NULL);
INSERT INTO choices VALUES(45,1,'CNY','cny','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'currency','CNY','CNY','CNY',5,0,NULL,NULL);
INSERT INTO choices VALUES(46,1,'KRW','krw','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'currency','KRW','KRW','KRW',6,0,NULL,NULL);
INSERT INTO choices VALUES(47,1,'TWD','twd','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'currency','TWD','TWD','TWD',7,0,NULL,NULL);
INSERT INTO choices VALUES(48,1,'HKD','hkd','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'currency','HKD','HKD','HKD',8,0,NULL,NULL);
INSERT INTO choices VALUES(49,1,'SGD','sgd','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'currency','SGD','SGD','SGD',9,0,NULL,NULL);
INSERT INTO choices VALUES(50,1,'AUD','aud','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'currency','AUD','AUD','AUD',10,0,NULL,NULL);
INSERT INTO choices VALUES(51,1,'CAD','cad','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'currency','CAD','CAD','CAD',11,0,NULL,NULL);
INSERT INTO choices VALUES(52,1,'CHF','chf','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'currency','CHF','CHF','CHF',12,0,NULL,NULL);
INSERT INTO choices VALUES(53,1,'INR','inr','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'currency','INR','INR','INR',13,0,NULL,NULL);
INSERT INTO choices VALUES(54,1,'THB','thb','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'currency','THB','THB','THB',14,0,NULL,NULL);
INSERT INTO choices VALUES(55,1,'VND','vnd','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'currency','VND','VND','VND',15,0,NULL,NULL);
INSERT INTO choices VALUES(56,1,'Prospect','prospect','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'account_type','prospect','見込み','Prospect',1,0,NULL,NULL);
INSERT INTO choices VALUES(57,1,'Customer','customer','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'account_type','customer','顧客','Customer',2,0,NULL,NULL);
INSERT INTO choices VALUES(58,1,'Partner','partner','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'account_type','partner','パートナー','Partner',3,0,NULL,NULL);
INSERT INTO choices VALUES(59,1,'Supplier','supplier','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'account_type','supplier','仕入先','Supplier',4,0,NULL,NULL);
INSERT INTO choices VALUES(60,1,'Competitor','competitor','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'account_type','competitor','競合','Competitor',5,0,NULL,NULL);
INSERT INTO choices VALUES(61,1,'Other','other','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'account_type','other','その他','Other',6,0,NULL,NULL);
INSERT INTO choices VALUES(62,1,'Decision-maker','decision-maker','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'contact_role','decision_maker','決裁者','Decision-maker',1,0,NULL,NULL);
INSERT INTO choices VALUES(63,1,'Influencer','influencer','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'contact_role','influencer','推進者','Influencer',2,0,NULL,NULL);
INSERT INTO choices VALUES(64,1,'User','user','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'contact_role','user','利用者','User',3,0,NULL,NULL);
INSERT INTO choices VALUES(65,1,'Technical','technical','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'contact_role','technical','技術担当','Technical',4,0,NULL,NULL);
INSERT INTO choices VALUES(66,1,'Finance','finance','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'contact_role','finance','経理担当','Finance',5,0,NULL,NULL);
INSERT INTO choices VALUES(67,1,'Other','other','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'contact_role','other','その他','Other',6,0,NULL,NULL);
INSERT INTO choices VALUES(68,1,'Qualification','qualification','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'deal_stage','qualification','初期検討','Qualification',1,1,NULL,'10');
INSERT INTO choices VALUES(69,1,'Needs analysis','needs analysis','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'deal_stage','needs','ニーズ確認','Needs analysis',2,0,NULL,'20');
INSERT INTO choices VALUES(70,1,'Proposal','proposal','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'deal_stage','proposal','提案','Proposal',3,0,NULL,'50');
INSERT INTO choices VALUES(71,1,'Quote','quote','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'deal_stage','quote','見積','Quote',4,0,NULL,'65');
INSERT INTO choices VALUES(72,1,'Negotiation','negotiation','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'deal_stage','negotiation','交渉','Negotiation',5,0,NULL,'80');
INSERT INTO choices VALUES(73,1,'Won','won','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'deal_stage','won','受注','Won',6,0,NULL,'100:won');
INSERT INTO choices VALUES(74,1,'Lost','lost','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'deal_stage','lost','失注','Lost',7,0,NULL,'0:lost');
INSERT INTO choices VALUES(75,1,'New business','new business','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'deal_type','new','新規','New business',1,1,NULL,NULL);
INSERT INTO choices VALUES(76,1,'Repeat','repeat','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'deal_type','repeat','リピート','Repeat',2,0,NULL,NULL);
INSERT INTO choices VALUES(77,1,'Upsell','upsell','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'deal_type','upsell','追加','Upsell',3,0,NULL,NULL);
INSERT INTO choices VALUES(78,1,'Renewal','renewal','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'deal_type','renewal','更新','Renewal',4,0,NULL,NULL);
INSERT INTO choices VALUES(79,1,'Task','task','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'activity_kind','task','タスク','Task',1,1,NULL,NULL);
INSERT INTO choices VALUES(80,1,'Call','call','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'activity_kind','call','電話','Call',2,0,NULL,NULL);
INSERT INTO choices VALUES(81,1,'Meeting','meeting','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'activity_kind','meeting','訪問','Meeting',3,0,NULL,NULL);
INSERT INTO choices VALUES(82,1,'Mail','mail','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'activity_kind','mail','メール','Mail',4,0,NULL,NULL);
INSERT INTO choices VALUES(83,1,'Direct mail','direct mail','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'activity_kind','direct_mail','DM','Direct mail',5,0,NULL,NULL);
INSERT INTO choices VALUES(84,1,'Other','other','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'activity_kind','other','その他','Other',6,0,NULL,NULL);
INSERT INTO choices VALUES(85,1,'Planned','planned','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'activity_status','planned','予定','Planned',1,1,NULL,NULL);
INSERT INTO choices VALUES(86,1,'Done','done','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'activity_status','done','完了','Done',2,0,NULL,NULL);
INSERT INTO choices VALUES(87,1,'Cancelled','cancelled','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'activity_status','cancelled','中止','Cancelled',3,0,NULL,NULL);
INSERT INTO choices VALUES(88,1,'High','high','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'priority','high','高','High',1,0,NULL,NULL);
INSERT INTO choices VALUES(89,1,'Normal','normal','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'priority','normal','中','Normal',2,1,NULL,NULL);
INSERT INTO choices VALUES(90,1,'Low','low','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'priority','low','低','Low',3,0,NULL,NULL);
INSERT INTO choices VALUES(91,1,'Leads','leads','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'ruled_type','leads','見込み客','Leads',1,1,NULL,NULL);
INSERT INTO choices VALUES(92,1,'Accounts','accounts','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'ruled_type','accounts','取引先','Accounts',2,0,NULL,NULL);
INSERT INTO choices VALUES(93,1,'Contacts','contacts','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'ruled_type','contacts','連絡先','Contacts',3,0,NULL,NULL);
INSERT INTO choices VALUES(94,1,'Deals','deals','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'ruled_type','deals','商談','Deals',4,0,NULL,NULL);
INSERT INTO choices VALUES(95,1,'Activities','activities','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'ruled_type','activities','活動','Activities',5,0,NULL,NULL);
INSERT INTO choices VALUES(96,1,'In turn','in turn','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'assignment_how','round_robin','順番に','In turn',1,1,NULL,NULL);
INSERT INTO choices VALUES(97,1,'Always the first','always the first','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'assignment_how','first','常に先頭の人','Always the first',2,0,NULL,NULL);
INSERT INTO choices VALUES(98,1,'Required fields','required fields','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'rule_kind','required','必須項目','Required fields',1,1,NULL,NULL);
INSERT INTO choices VALUES(99,1,'Before converting','before converting','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'rule_kind','convert','商談化の前に必要','Before converting',2,0,NULL,NULL);
INSERT INTO choices VALUES(100,1,'Who may own','who may own','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'rule_kind','owners','担当できる人','Who may own',3,0,NULL,NULL);
INSERT INTO choices VALUES(101,1,'Days without touch','days without touch','',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'rule_kind','untouched','フォロー漏れの目安','Days without touch',4,0,NULL,NULL);
CREATE TABLE contacts (
	id INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	sort_key TEXT NOT NULL, 
	search_key TEXT NOT NULL, 
	external_id TEXT, 
	created_at TEXT NOT NULL, 
	created_by BIGINT, 
	updated_at TEXT NOT NULL, 
	updated_by BIGINT, 
	last_name TEXT, 
	first_name TEXT, 
	last_name_kana TEXT, 
	first_name_kana TEXT, 
	salutation TEXT, 
	account BIGINT, 
	department TEXT, 
	job_title TEXT, 
	role TEXT, 
	reports_to BIGINT, 
	email TEXT, 
	email_2 TEXT, 
	phone TEXT, 
	mobile TEXT, 
	fax TEXT, 
	website TEXT, 
	postal_code TEXT, 
	state TEXT, 
	city TEXT, 
	street TEXT, 
	building TEXT, 
	country TEXT, 
	birthday TEXT, 
	lead_source TEXT, 
	owner BIGINT, 
	campaign TEXT, 
	tags TEXT, 
	description TEXT, 
	next_activity_at TEXT, 
	last_activity_at TEXT, 
	opted_out INTEGER, 
	opted_in INTEGER, 
	consent_basis TEXT, 
	consent_on TEXT, 
	x_profile TEXT, 
	facebook TEXT, 
	linkedin TEXT, 
	instagram TEXT, more_emails TEXT, more_phones TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(account) REFERENCES accounts (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(owner) REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(reports_to) REFERENCES contacts (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE counters (
	record_type VARCHAR NOT NULL, 
	next_id BIGINT NOT NULL, 
	PRIMARY KEY (record_type)
);
INSERT INTO counters VALUES('choices',102);
INSERT INTO counters VALUES('users',2);
INSERT INTO counters VALUES('leads',2);
INSERT INTO counters VALUES('activities',2);
CREATE TABLE custom_fields (
	id INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	sort_key TEXT NOT NULL, 
	search_key TEXT NOT NULL, 
	external_id TEXT, 
	created_at TEXT NOT NULL, 
	created_by BIGINT, 
	updated_at TEXT NOT NULL, 
	updated_by BIGINT, 
	record_type TEXT, 
	"key" TEXT, 
	kind TEXT, 
	ja TEXT, 
	en TEXT, 
	picklist TEXT, 
	target TEXT, 
	maps_to TEXT, 
	is_required INTEGER, 
	is_listed INTEGER, 
	is_retired INTEGER, 
	position BIGINT, 
	PRIMARY KEY (id)
);
CREATE TABLE drafts (
	"key" VARCHAR NOT NULL, 
	saved_at VARCHAR NOT NULL, 
	content TEXT NOT NULL, 
	PRIMARY KEY ("key")
);
CREATE TABLE import_mappings (
	name VARCHAR NOT NULL, 
	record_type VARCHAR NOT NULL, 
	headers TEXT NOT NULL, 
	mapping TEXT NOT NULL, 
	PRIMARY KEY (name)
);
CREATE TABLE redirects (
	record_type VARCHAR NOT NULL, 
	old_id BIGINT NOT NULL, 
	batch BIGINT NOT NULL, 
	new_id BIGINT NOT NULL, external_id TEXT, 
	PRIMARY KEY (record_type, old_id, batch)
);
CREATE TABLE users (
	id INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	sort_key TEXT NOT NULL, 
	search_key TEXT NOT NULL, 
	external_id TEXT, 
	created_at TEXT NOT NULL, 
	created_by BIGINT, 
	updated_at TEXT NOT NULL, 
	updated_by BIGINT, 
	name TEXT, 
	full_name TEXT, 
	email TEXT, 
	is_inactive INTEGER, 
	PRIMARY KEY (id)
);
INSERT INTO users VALUES(1,1,'sato','sato','sato',NULL,'2026-12-01T02:21:03Z',NULL,'2026-12-01T02:21:03Z',NULL,'sato',NULL,NULL,NULL);
CREATE TABLE views (
	id INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	sort_key TEXT NOT NULL, 
	search_key TEXT NOT NULL, 
	external_id TEXT, 
	created_at TEXT NOT NULL, 
	created_by BIGINT, 
	updated_at TEXT NOT NULL, 
	updated_by BIGINT, 
	record_type TEXT, 
	name TEXT, 
	"where" TEXT, 
	sort TEXT, 
	columns TEXT, 
	is_default INTEGER, 
	PRIMARY KEY (id)
);
CREATE TABLE deals (
	id INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	sort_key TEXT NOT NULL, 
	search_key TEXT NOT NULL, 
	external_id TEXT, 
	created_at TEXT NOT NULL, 
	created_by BIGINT, 
	updated_at TEXT NOT NULL, 
	updated_by BIGINT, 
	name TEXT, 
	account BIGINT, 
	primary_contact BIGINT, 
	stage TEXT, 
	amount BIGINT, 
	currency TEXT, 
	probability BIGINT, 
	close_date TEXT, 
	deal_type TEXT, 
	lead_source TEXT, 
	campaign TEXT, 
	owner BIGINT, 
	next_step TEXT, 
	lost_reason TEXT, 
	closed_at TEXT, 
	tags TEXT, 
	description TEXT, 
	next_activity_at TEXT, 
	last_activity_at TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(account) REFERENCES accounts (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(owner) REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(primary_contact) REFERENCES contacts (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE leads (
	id INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	sort_key TEXT NOT NULL, 
	search_key TEXT NOT NULL, 
	external_id TEXT, 
	created_at TEXT NOT NULL, 
	created_by BIGINT, 
	updated_at TEXT NOT NULL, 
	updated_by BIGINT, 
	last_name TEXT, 
	first_name TEXT, 
	last_name_kana TEXT, 
	first_name_kana TEXT, 
	salutation TEXT, 
	company TEXT, 
	company_kana TEXT, 
	corporate_number TEXT, 
	department TEXT, 
	job_title TEXT, 
	industry TEXT, 
	employees BIGINT, 
	annual_revenue BIGINT, 
	currency TEXT, 
	email TEXT, 
	email_2 TEXT, 
	phone TEXT, 
	mobile TEXT, 
	fax TEXT, 
	website TEXT, 
	postal_code TEXT, 
	state TEXT, 
	city TEXT, 
	street TEXT, 
	building TEXT, 
	country TEXT, 
	status TEXT, 
	rating TEXT, 
	lead_source TEXT, 
	owner BIGINT, 
	campaign TEXT, 
	tags TEXT, 
	description TEXT, 
	next_activity_at TEXT, 
	last_activity_at TEXT, 
	opted_out INTEGER, 
	opted_in INTEGER, 
	consent_basis TEXT, 
	consent_on TEXT, 
	x_profile TEXT, 
	facebook TEXT, 
	linkedin TEXT, 
	instagram TEXT, 
	converted_at TEXT, 
	converted_by BIGINT, 
	converted_account BIGINT, 
	converted_contact BIGINT, 
	converted_deal BIGINT, more_emails TEXT, more_phones TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(converted_account) REFERENCES accounts (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(converted_by) REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(converted_contact) REFERENCES contacts (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(converted_deal) REFERENCES deals (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(owner) REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO leads VALUES(1,1,'清水','清水','清水 青空商事 0312345678',NULL,'2026-12-01T02:21:03Z',1,'2026-12-01T02:21:03Z',1,'清水',NULL,NULL,NULL,NULL,'青空商事',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'JPY',NULL,NULL,'03-1234-5678',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'new',NULL,NULL,1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE activities (
	id INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	sort_key TEXT NOT NULL, 
	search_key TEXT NOT NULL, 
	external_id TEXT, 
	created_at TEXT NOT NULL, 
	created_by BIGINT, 
	updated_at TEXT NOT NULL, 
	updated_by BIGINT, 
	kind TEXT, 
	subject TEXT, 
	lead BIGINT, 
	account BIGINT, 
	contact BIGINT, 
	deal BIGINT, 
	owner BIGINT, 
	requested_by BIGINT, 
	start_at TEXT, 
	end_at TEXT, 
	due_on TEXT, 
	all_day INTEGER, 
	purpose TEXT, 
	place TEXT, 
	participants TEXT, 
	priority TEXT, 
	status TEXT, 
	result TEXT, 
	done_at TEXT, 
	description TEXT, end_on TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(account) REFERENCES accounts (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(contact) REFERENCES contacts (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(deal) REFERENCES deals (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(lead) REFERENCES leads (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(owner) REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(requested_by) REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO activities VALUES(1,1,'見積の件','見積の件','見積の件',NULL,'2026-12-01T02:21:05Z',1,'2026-12-01T02:21:05Z',1,'call','見積の件',NULL,NULL,NULL,NULL,1,NULL,'2026-12-02T10:00:00Z',NULL,NULL,NULL,NULL,NULL,'清水','normal','planned',NULL,NULL,NULL,NULL);
CREATE TABLE attachments (
	id INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	sort_key TEXT NOT NULL, 
	search_key TEXT NOT NULL, 
	external_id TEXT, 
	created_at TEXT NOT NULL, 
	created_by BIGINT, 
	updated_at TEXT NOT NULL, 
	updated_by BIGINT, 
	name TEXT, 
	size BIGINT, 
	sha256 TEXT, 
	lead BIGINT, 
	account BIGINT, 
	contact BIGINT, 
	deal BIGINT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(account) REFERENCES accounts (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(contact) REFERENCES contacts (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(deal) REFERENCES deals (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(lead) REFERENCES leads (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE notes (
	id INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	sort_key TEXT NOT NULL, 
	search_key TEXT NOT NULL, 
	external_id TEXT, 
	created_at TEXT NOT NULL, 
	created_by BIGINT, 
	updated_at TEXT NOT NULL, 
	updated_by BIGINT, 
	subject TEXT, 
	body TEXT, 
	lead BIGINT, 
	account BIGINT, 
	contact BIGINT, 
	deal BIGINT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(account) REFERENCES accounts (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(contact) REFERENCES contacts (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(deal) REFERENCES deals (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(lead) REFERENCES leads (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE distinct_pairs (
	id INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	sort_key TEXT NOT NULL, 
	search_key TEXT NOT NULL, 
	external_id TEXT, 
	created_at TEXT NOT NULL, 
	created_by BIGINT, 
	updated_at TEXT NOT NULL, 
	updated_by BIGINT, 
	record_type TEXT, 
	low_id BIGINT, 
	high_id BIGINT, 
	names TEXT, 
	PRIMARY KEY (id)
);
PRAGMA writable_schema=ON;
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','distinct_pairs_search','distinct_pairs_search',0,'CREATE VIRTUAL TABLE distinct_pairs_search USING fts5(pairs, content='''', tokenize=''ascii'')');
CREATE TABLE IF NOT EXISTS 'distinct_pairs_search_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO distinct_pairs_search_data VALUES(1,X'');
INSERT INTO distinct_pairs_search_data VALUES(10,X'00000000000000');
CREATE TABLE IF NOT EXISTS 'distinct_pairs_search_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS 'distinct_pairs_search_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
CREATE TABLE IF NOT EXISTS 'distinct_pairs_search_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO distinct_pairs_search_config VALUES('version',4);
CREATE TABLE assignment_rules (
	id INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	sort_key TEXT NOT NULL, 
	search_key TEXT NOT NULL, 
	external_id TEXT, 
	created_at TEXT NOT NULL, 
	created_by BIGINT, 
	updated_at TEXT NOT NULL, 
	updated_by BIGINT, 
	name TEXT, 
	position BIGINT, 
	record_type TEXT, 
	condition TEXT, 
	members TEXT, 
	how TEXT, 
	is_inactive INTEGER, 
	PRIMARY KEY (id)
);
CREATE TABLE assignment_turns (
	rule INTEGER NOT NULL, 
	user_id BIGINT NOT NULL, 
	PRIMARY KEY (rule)
);
CREATE TABLE work_rules (
	id INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	sort_key TEXT NOT NULL, 
	search_key TEXT NOT NULL, 
	external_id TEXT, 
	created_at TEXT NOT NULL, 
	created_by BIGINT, 
	updated_at TEXT NOT NULL, 
	updated_by BIGINT, 
	name TEXT, 
	record_type TEXT, 
	kind TEXT, 
	condition TEXT, 
	needed TEXT, 
	owners TEXT, 
	days BIGINT, 
	is_inactive INTEGER, 
	PRIMARY KEY (id)
);
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','assignment_rules_search','assignment_rules_search',0,'CREATE VIRTUAL TABLE assignment_rules_search USING fts5(pairs, content='''', tokenize=''ascii'')');
CREATE TABLE IF NOT EXISTS 'assignment_rules_search_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO assignment_rules_search_data VALUES(1,X'');
INSERT INTO assignment_rules_search_data VALUES(10,X'00000000000000');
CREATE TABLE IF NOT EXISTS 'assignment_rules_search_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS 'assignment_rules_search_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
CREATE TABLE IF NOT EXISTS 'assignment_rules_search_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO assignment_rules_search_config VALUES('version',4);
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','work_rules_search','work_rules_search',0,'CREATE VIRTUAL TABLE work_rules_search USING fts5(pairs, content='''', tokenize=''ascii'')');
CREATE TABLE IF NOT EXISTS 'work_rules_search_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO work_rules_search_data VALUES(1,X'');
INSERT INTO work_rules_search_data VALUES(10,X'00000000000000');
CREATE TABLE IF NOT EXISTS 'work_rules_search_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS 'work_rules_search_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
CREATE TABLE IF NOT EXISTS 'work_rules_search_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO work_rules_search_config VALUES('version',4);
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','leads_search','leads_search',0,'CREATE VIRTUAL TABLE "leads_search" USING fts5(pairs, content='''', tokenize=''ascii'')');
CREATE TABLE IF NOT EXISTS 'leads_search_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO leads_search_data VALUES(1,X'0112');
INSERT INTO leads_search_data VALUES(10,X'000000010101010001010101');
INSERT INTO leads_search_data VALUES(137438953473,X'0000008d02303001020902013301020a0102313201020c0102323301020d0102333101020b02013401020e0102343501020f0102353601021001023637010211010237380102120101380102130103e4ba8b0102080106e59586e4ba8b0102070103e6b0b40102030205b885e6b0b40102020106e7a9bae595860102060103e99d920102040403e7a9ba010205040606070707060707070706080b080a0b08');
CREATE TABLE IF NOT EXISTS 'leads_search_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
INSERT INTO leads_search_idx VALUES(1,X'',2);
CREATE TABLE IF NOT EXISTS 'leads_search_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
INSERT INTO leads_search_docsize VALUES(1,X'12');
CREATE TABLE IF NOT EXISTS 'leads_search_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO leads_search_config VALUES('hashsize',16777216);
INSERT INTO leads_search_config VALUES('version',4);
CREATE TABLE IF NOT EXISTS "leads_keys" (key TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (key, id)) WITHOUT ROWID;
INSERT INTO leads_keys VALUES('c青空商事',1);
INSERT INTO leads_keys VALUES('p+81312345678',1);
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','accounts_search','accounts_search',0,'CREATE VIRTUAL TABLE "accounts_search" USING fts5(pairs, content='''', tokenize=''ascii'')');
CREATE TABLE IF NOT EXISTS 'accounts_search_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO accounts_search_data VALUES(1,X'');
INSERT INTO accounts_search_data VALUES(10,X'00000001000000');
CREATE TABLE IF NOT EXISTS 'accounts_search_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS 'accounts_search_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
CREATE TABLE IF NOT EXISTS 'accounts_search_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO accounts_search_config VALUES('hashsize',16777216);
INSERT INTO accounts_search_config VALUES('version',4);
CREATE TABLE IF NOT EXISTS "accounts_keys" (key TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (key, id)) WITHOUT ROWID;
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','contacts_search','contacts_search',0,'CREATE VIRTUAL TABLE "contacts_search" USING fts5(pairs, content='''', tokenize=''ascii'')');
CREATE TABLE IF NOT EXISTS 'contacts_search_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO contacts_search_data VALUES(1,X'');
INSERT INTO contacts_search_data VALUES(10,X'00000001000000');
CREATE TABLE IF NOT EXISTS 'contacts_search_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS 'contacts_search_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
CREATE TABLE IF NOT EXISTS 'contacts_search_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO contacts_search_config VALUES('hashsize',16777216);
INSERT INTO contacts_search_config VALUES('version',4);
CREATE TABLE IF NOT EXISTS "contacts_keys" (key TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (key, id)) WITHOUT ROWID;
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','deals_search','deals_search',0,'CREATE VIRTUAL TABLE "deals_search" USING fts5(pairs, content='''', tokenize=''ascii'')');
CREATE TABLE IF NOT EXISTS 'deals_search_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO deals_search_data VALUES(1,X'');
INSERT INTO deals_search_data VALUES(10,X'00000001000000');
CREATE TABLE IF NOT EXISTS 'deals_search_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS 'deals_search_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
CREATE TABLE IF NOT EXISTS 'deals_search_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO deals_search_config VALUES('hashsize',16777216);
INSERT INTO deals_search_config VALUES('version',4);
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','activities_search','activities_search',0,'CREATE VIRTUAL TABLE "activities_search" USING fts5(pairs, content='''', tokenize=''ascii'')');
CREATE TABLE IF NOT EXISTS 'activities_search_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO activities_search_data VALUES(1,X'0104');
INSERT INTO activities_search_data VALUES(10,X'000000010101010001010101');
INSERT INTO activities_search_data VALUES(137438953473,X'0000002d0730e381aee4bbb60102040103e4bbb60102050106e7a98de381ae0102030106e8a68be7a98d010202040b080b');
CREATE TABLE IF NOT EXISTS 'activities_search_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
INSERT INTO activities_search_idx VALUES(1,X'',2);
CREATE TABLE IF NOT EXISTS 'activities_search_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
INSERT INTO activities_search_docsize VALUES(1,X'04');
CREATE TABLE IF NOT EXISTS 'activities_search_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO activities_search_config VALUES('hashsize',16777216);
INSERT INTO activities_search_config VALUES('version',4);
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','notes_search','notes_search',0,'CREATE VIRTUAL TABLE "notes_search" USING fts5(pairs, content='''', tokenize=''ascii'')');
CREATE TABLE IF NOT EXISTS 'notes_search_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO notes_search_data VALUES(1,X'');
INSERT INTO notes_search_data VALUES(10,X'00000001000000');
CREATE TABLE IF NOT EXISTS 'notes_search_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS 'notes_search_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
CREATE TABLE IF NOT EXISTS 'notes_search_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO notes_search_config VALUES('hashsize',16777216);
INSERT INTO notes_search_config VALUES('version',4);
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','attachments_search','attachments_search',0,'CREATE VIRTUAL TABLE "attachments_search" USING fts5(pairs, content='''', tokenize=''ascii'')');
CREATE TABLE IF NOT EXISTS 'attachments_search_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO attachments_search_data VALUES(1,X'');
INSERT INTO attachments_search_data VALUES(10,X'00000001000000');
CREATE TABLE IF NOT EXISTS 'attachments_search_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS 'attachments_search_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
CREATE TABLE IF NOT EXISTS 'attachments_search_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO attachments_search_config VALUES('hashsize',16777216);
INSERT INTO attachments_search_config VALUES('version',4);
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','users_search','users_search',0,'CREATE VIRTUAL TABLE "users_search" USING fts5(pairs, content='''', tokenize=''ascii'')');
CREATE TABLE IF NOT EXISTS 'users_search_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO users_search_data VALUES(1,X'0104');
INSERT INTO users_search_data VALUES(10,X'000000010101010001010101');
INSERT INTO users_search_data VALUES(137438953473,X'0000001f0330617401020301016f010205010273610102020102746f01020404070607');
CREATE TABLE IF NOT EXISTS 'users_search_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
INSERT INTO users_search_idx VALUES(1,X'',2);
CREATE TABLE IF NOT EXISTS 'users_search_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
INSERT INTO users_search_docsize VALUES(1,X'04');
CREATE TABLE IF NOT EXISTS 'users_search_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO users_search_config VALUES('hashsize',16777216);
INSERT INTO users_search_config VALUES('version',4);
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','choices_search','choices_search',0,'CREATE VIRTUAL TABLE "choices_search" USING fts5(pairs, content='''', tokenize=''ascii'')');
CREATE TABLE IF NOT EXISTS 'choices_search_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO choices_search_data VALUES(1,X'6500');
INSERT INTO choices_search_data VALUES(10,X'00000001000000');
CREATE TABLE IF NOT EXISTS 'choices_search_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS 'choices_search_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
INSERT INTO choices_search_docsize VALUES(1,X'00');
INSERT INTO choices_search_docsize VALUES(2,X'00');
INSERT INTO choices_search_docsize VALUES(3,X'00');
INSERT INTO choices_search_docsize VALUES(4,X'00');
INSERT INTO choices_search_docsize VALUES(5,X'00');
INSERT INTO choices_search_docsize VALUES(6,X'00');
INSERT INTO choices_search_docsize VALUES(7,X'00');
INSERT INTO choices_search_docsize VALUES(8,X'00');
INSERT INTO choices_search_docsize VALUES(9,X'00');
INSERT INTO choices_search_docsize VALUES(10,X'00');
INSERT INTO choices_search_docsize VALUES(11,X'00');
INSERT INTO choices_search_docsize VALUES(12,X'00');
INSERT INTO choices_search_docsize VALUES(13,X'00');
INSERT INTO choices_search_docsize VALUES(14,X'00');
INSERT INTO choices_search_docsize VALUES(15,X'00');
INSERT INTO choices_search_docsize VALUES(16,X'00');
INSERT INTO choices_search_docsize VALUES(17,X'00');
INSERT INTO choices_search_docsize VALUES(18,X'00');
INSERT INTO choices_search_docsize VALUES(19,X'00');
INSERT INTO choices_search_docsize VALUES(20,X'00');
INSERT INTO choices_search_docsize VALUES(21,X'00');
INSERT INTO choices_search_docsize VALUES(22,X'00');
INSERT INTO choices_search_docsize VALUES(23,X'00');
INSERT INTO choices_search_docsize VALUES(24,X'00');
INSERT INTO choices_search_docsize VALUES(25,X'00');
INSERT INTO choices_search_docsize VALUES(26,X'00');
INSERT INTO choices_search_docsize VALUES(27,X'00');
INSERT INTO choices_search_docsize VALUES(28,X'00');
INSERT INTO choices_search_docsize VALUES(29,X'00');
INSERT INTO choices_search_docsize VALUES(30,X'00');
INSERT INTO choices_search_docsize VALUES(31,X'00');
INSERT INTO choices_search_docsize VALUES(32,X'00');
INSERT INTO choices_search_docsize VALUES(33,X'00');
INSERT INTO choices_search_docsize VALUES(34,X'00');
INSERT INTO choices_search_docsize VALUES(35,X'00');
INSERT INTO choices_search_docsize VALUES(36,X'00');
INSERT INTO choices_search_docsize VALUES(37,X'00');
INSERT INTO choices_search_docsize VALUES(38,X'00');
INSERT INTO choices_search_docsize VALUES(39,X'00');
INSERT INTO choices_search_docsize VALUES(40,X'00');
INSERT INTO choices_search_docsize VALUES(41,X'00');
INSERT INTO choices_search_docsize VALUES(42,X'00');
INSERT INTO choices_search_docsize VALUES(43,X'00');
INSERT INTO choices_search_docsize VALUES(44,X'00');
INSERT INTO choices_search_docsize VALUES(45,X'00');
INSERT INTO choices_search_docsize VALUES(46,X'00');
INSERT INTO choices_search_docsize VALUES(47,X'00');
INSERT INTO choices_search_docsize VALUES(48,X'00');
INSERT INTO choices_search_docsize VALUES(49,X'00');
INSERT INTO choices_search_docsize VALUES(50,X'00');
INSERT INTO choices_search_docsize VALUES(51,X'00');
INSERT INTO choices_search_docsize VALUES(52,X'00');
INSERT INTO choices_search_docsize VALUES(53,X'00');
INSERT INTO choices_search_docsize VALUES(54,X'00');
INSERT INTO choices_search_docsize VALUES(55,X'00');
INSERT INTO choices_search_docsize VALUES(56,X'00');
INSERT INTO choices_search_docsize VALUES(57,X'00');
INSERT INTO choices_search_docsize VALUES(58,X'00');
INSERT INTO choices_search_docsize VALUES(59,X'00');
INSERT INTO choices_search_docsize VALUES(60,X'00');
INSERT INTO choices_search_docsize VALUES(61,X'00');
INSERT INTO choices_search_docsize VALUES(62,X'00');
INSERT INTO choices_search_docsize VALUES(63,X'00');
INSERT INTO choices_search_docsize VALUES(64,X'00');
INSERT INTO choices_search_docsize VALUES(65,X'00');
INSERT INTO choices_search_docsize VALUES(66,X'00');
INSERT INTO choices_search_docsize VALUES(67,X'00');
INSERT INTO choices_search_docsize VALUES(68,X'00');
INSERT INTO choices_search_docsize VALUES(69,X'00');
INSERT INTO choices_search_docsize VALUES(70,X'00');
INSERT INTO choices_search_docsize VALUES(71,X'00');
INSERT INTO choices_search_docsize VALUES(72,X'00');
INSERT INTO choices_search_docsize VALUES(73,X'00');
INSERT INTO choices_search_docsize VALUES(74,X'00');
INSERT INTO choices_search_docsize VALUES(75,X'00');
INSERT INTO choices_search_docsize VALUES(76,X'00');
INSERT INTO choices_search_docsize VALUES(77,X'00');
INSERT INTO choices_search_docsize VALUES(78,X'00');
INSERT INTO choices_search_docsize VALUES(79,X'00');
INSERT INTO choices_search_docsize VALUES(80,X'00');
INSERT INTO choices_search_docsize VALUES(81,X'00');
INSERT INTO choices_search_docsize VALUES(82,X'00');
INSERT INTO choices_search_docsize VALUES(83,X'00');
INSERT INTO choices_search_docsize VALUES(84,X'00');
INSERT INTO choices_search_docsize VALUES(85,X'00');
INSERT INTO choices_search_docsize VALUES(86,X'00');
INSERT INTO choices_search_docsize VALUES(87,X'00');
INSERT INTO choices_search_docsize VALUES(88,X'00');
INSERT INTO choices_search_docsize VALUES(89,X'00');
INSERT INTO choices_search_docsize VALUES(90,X'00');
INSERT INTO choices_search_docsize VALUES(91,X'00');
INSERT INTO choices_search_docsize VALUES(92,X'00');
INSERT INTO choices_search_docsize VALUES(93,X'00');
INSERT INTO choices_search_docsize VALUES(94,X'00');
INSERT INTO choices_search_docsize VALUES(95,X'00');
INSERT INTO choices_search_docsize VALUES(96,X'00');
INSERT INTO choices_search_docsize VALUES(97,X'00');
INSERT INTO choices_search_docsize VALUES(98,X'00');
INSERT INTO choices_search_docsize VALUES(99,X'00');
INSERT INTO choices_search_docsize VALUES(100,X'00');
INSERT INTO choices_search_docsize VALUES(101,X'00');
CREATE TABLE IF NOT EXISTS 'choices_search_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO choices_search_config VALUES('hashsize',16777216);
INSERT INTO choices_search_config VALUES('version',4);
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','custom_fields_search','custom_fields_search',0,'CREATE VIRTUAL TABLE "custom_fields_search" USING fts5(pairs, content='''', tokenize=''ascii'')');
CREATE TABLE IF NOT EXISTS 'custom_fields_search_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO custom_fields_search_data VALUES(1,X'');
INSERT INTO custom_fields_search_data VALUES(10,X'00000001000000');
CREATE TABLE IF NOT EXISTS 'custom_fields_search_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS 'custom_fields_search_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
CREATE TABLE IF NOT EXISTS 'custom_fields_search_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO custom_fields_search_config VALUES('hashsize',16777216);
INSERT INTO custom_fields_search_config VALUES('version',4);
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','views_search','views_search',0,'CREATE VIRTUAL TABLE "views_search" USING fts5(pairs, content='''', tokenize=''ascii'')');
CREATE TABLE IF NOT EXISTS 'views_search_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO views_search_data VALUES(1,X'');
INSERT INTO views_search_data VALUES(10,X'00000001000000');
CREATE TABLE IF NOT EXISTS 'views_search_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS 'views_search_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
CREATE TABLE IF NOT EXISTS 'views_search_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO views_search_config VALUES('hashsize',16777216);
INSERT INTO views_search_config VALUES('version',4);
CREATE INDEX accounts_external_id ON accounts (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX accounts_order ON accounts (sort_key);
CREATE INDEX accounts_rank ON accounts (id, sort_key);
CREATE INDEX accounts_owner ON accounts (owner) WHERE owner IS NOT NULL;
CREATE INDEX accounts_parent ON accounts (parent) WHERE parent IS NOT NULL;
CREATE INDEX accounts_primary_contact ON accounts (primary_contact) WHERE primary_contact IS NOT NULL;
CREATE INDEX changes_of_record ON changes (record_type, record_id);
CREATE INDEX changes_of_run ON changes (record_type, last_id) WHERE last_id > record_id;
CREATE INDEX ix_changes_batch ON changes (batch);
CREATE INDEX choices_external_id ON choices (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX choices_order ON choices (sort_key);
CREATE INDEX ix_choices_picklist ON choices (picklist);
CREATE INDEX contacts_account ON contacts (account) WHERE account IS NOT NULL;
CREATE INDEX contacts_external_id ON contacts (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX contacts_order ON contacts (sort_key);
CREATE INDEX contacts_rank ON contacts (id, sort_key);
CREATE INDEX contacts_owner ON contacts (owner) WHERE owner IS NOT NULL;
CREATE INDEX contacts_reports_to ON contacts (reports_to) WHERE reports_to IS NOT NULL;
CREATE INDEX custom_fields_external_id ON custom_fields (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX custom_fields_order ON custom_fields (sort_key);
CREATE INDEX ix_import_mappings_headers ON import_mappings (headers);
CREATE INDEX users_external_id ON users (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX users_order ON users (sort_key);
CREATE INDEX users_rank ON users (id, sort_key);
CREATE INDEX views_external_id ON views (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX views_order ON views (sort_key);
CREATE INDEX deals_account ON deals (account) WHERE account IS NOT NULL;
CREATE INDEX deals_external_id ON deals (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX deals_order ON deals (sort_key);
CREATE INDEX deals_rank ON deals (id, sort_key);
CREATE INDEX deals_owner ON deals (owner) WHERE owner IS NOT NULL;
CREATE INDEX deals_primary_contact ON deals (primary_contact) WHERE primary_contact IS NOT NULL;
CREATE INDEX leads_converted_account ON leads (converted_account) WHERE converted_account IS NOT NULL;
CREATE INDEX leads_converted_by ON leads (converted_by) WHERE converted_by IS NOT NULL;
CREATE INDEX leads_converted_contact ON leads (converted_contact) WHERE converted_contact IS NOT NULL;
CREATE INDEX leads_converted_deal ON leads (converted_deal) WHERE converted_deal IS NOT NULL;
CREATE INDEX leads_external_id ON leads (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX leads_open ON leads (sort_key) WHERE converted_at IS NULL;
CREATE INDEX leads_owner ON leads (owner) WHERE owner IS NOT NULL;
CREATE INDEX leads_rank ON leads (id, sort_key) WHERE converted_at IS NULL;
CREATE INDEX activities_account ON activities (account) WHERE account IS NOT NULL;
CREATE INDEX activities_contact ON activities (contact) WHERE contact IS NOT NULL;
CREATE INDEX activities_deal ON activities (deal) WHERE deal IS NOT NULL;
CREATE INDEX activities_done ON activities (status, done_at, start_at, due_on) WHERE status = 'done';
CREATE INDEX activities_external_id ON activities (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX activities_lead ON activities (lead) WHERE lead IS NOT NULL;
CREATE INDEX activities_order ON activities (sort_key);
CREATE INDEX activities_owner ON activities (owner) WHERE owner IS NOT NULL;
CREATE INDEX activities_planned ON activities (owner, start_at, due_on, end_at) WHERE status = 'planned';
CREATE INDEX activities_requested_by ON activities (requested_by) WHERE requested_by IS NOT NULL;
CREATE INDEX ix_activities_due_on ON activities (due_on);
CREATE INDEX ix_activities_start_at ON activities (start_at);
CREATE INDEX ix_activities_status ON activities (status);
CREATE INDEX attachments_account ON attachments (account) WHERE account IS NOT NULL;
CREATE INDEX attachments_contact ON attachments (contact) WHERE contact IS NOT NULL;
CREATE INDEX attachments_deal ON attachments (deal) WHERE deal IS NOT NULL;
CREATE INDEX attachments_external_id ON attachments (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX attachments_lead ON attachments (lead) WHERE lead IS NOT NULL;
CREATE INDEX attachments_order ON attachments (sort_key);
CREATE INDEX notes_account ON notes (account) WHERE account IS NOT NULL;
CREATE INDEX notes_contact ON notes (contact) WHERE contact IS NOT NULL;
CREATE INDEX notes_deal ON notes (deal) WHERE deal IS NOT NULL;
CREATE INDEX notes_external_id ON notes (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX notes_lead ON notes (lead) WHERE lead IS NOT NULL;
CREATE INDEX notes_order ON notes (sort_key);
CREATE INDEX distinct_pairs_external_id ON distinct_pairs (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX distinct_pairs_of ON distinct_pairs (record_type, low_id, high_id);
CREATE INDEX distinct_pairs_order ON distinct_pairs (sort_key);
CREATE INDEX redirects_external_id ON redirects (record_type, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX assignment_rules_external_id ON assignment_rules (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX assignment_rules_order ON assignment_rules (sort_key);
CREATE INDEX work_rules_external_id ON work_rules (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX work_rules_order ON work_rules (sort_key);
PRAGMA writable_schema=OFF;
COMMIT;
