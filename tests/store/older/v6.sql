BEGIN TRANSACTION;
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
INSERT INTO "accounts" VALUES(1,1,'青葉商事株式会社','青葉商事株式会社','青葉商事株式会社 81312345678 0312345678',NULL,'2026-11-21T03:00:00Z',1,'2026-11-21T03:00:00Z',1,'青葉商事株式会社',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'JPY','+81 3-1234-5678',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE "accounts_keys" (key TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (key, id)) WITHOUT ROWID;
INSERT INTO "accounts_keys" VALUES('c青葉商事',1);
INSERT INTO "accounts_keys" VALUES('p+81312345678',1);
CREATE VIRTUAL TABLE "accounts_search" USING fts5(pairs, content='', tokenize='ascii');
DELETE FROM accounts_search_data;
INSERT INTO "accounts_search_data" VALUES(1,X'011F');
INSERT INTO "accounts_search_data" VALUES(10,X'000000010101010001010101');
INSERT INTO "accounts_search_data" VALUES(137438953473,X'000000B60230300102160201330102170102313201040E0D02013301020C0102323301040F0D0102333101040D0D0201340104100D010234350104110D010235360104120D010236370104130D010237380104140D01013801060A0D0D02013101020B0106E4BA8BE6A0AA0102050205BC9AE7A4BE0102080106E59586E4BA8B0102040205BC8FE4BC9A0102070106E6A0AAE5BC8F0102060103E7A4BE0102090106E89189E595860102030106E99D92E8918901020204060608060808070808080808060B0A0B0A0B080B');
DELETE FROM accounts_search_idx;
INSERT INTO "accounts_search_idx" VALUES(1,X'',2);
DELETE FROM accounts_search_docsize;
INSERT INTO "accounts_search_docsize" VALUES(1,X'1F');
DELETE FROM accounts_search_config;
INSERT INTO "accounts_search_config" VALUES('hashsize',16777216);
INSERT INTO "accounts_search_config" VALUES('version',4);
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
INSERT INTO "activities" VALUES(1,1,'電話する','電話する','電話する',NULL,'2026-11-21T03:00:00Z',1,'2026-11-21T03:00:00Z',1,'call','電話する',NULL,NULL,1,NULL,1,NULL,'2026-11-23T01:00:00Z',NULL,NULL,NULL,NULL,NULL,NULL,'normal','planned',NULL,NULL,NULL,NULL);
CREATE VIRTUAL TABLE "activities_search" USING fts5(pairs, content='', tokenize='ascii');
DELETE FROM activities_search_data;
INSERT INTO "activities_search_data" VALUES(1,X'0104');
INSERT INTO "activities_search_data" VALUES(10,X'000000010101010001010101');
INSERT INTO "activities_search_data" VALUES(137438953473,X'0000002C0730E38199E3828B0102040202828B0102050106E8A9B1E381990102030106E99BBBE8A9B1010202040B070B');
DELETE FROM activities_search_idx;
INSERT INTO "activities_search_idx" VALUES(1,X'',2);
DELETE FROM activities_search_docsize;
INSERT INTO "activities_search_docsize" VALUES(1,X'04');
DELETE FROM activities_search_config;
INSERT INTO "activities_search_config" VALUES('hashsize',16777216);
INSERT INTO "activities_search_config" VALUES('version',4);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0006');
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
CREATE VIRTUAL TABLE assignment_rules_search USING fts5(pairs, content='', tokenize='ascii');
DELETE FROM assignment_rules_search_data;
INSERT INTO "assignment_rules_search_data" VALUES(1,X'');
INSERT INTO "assignment_rules_search_data" VALUES(10,X'00000001000000');
DELETE FROM assignment_rules_search_idx;
DELETE FROM assignment_rules_search_docsize;
DELETE FROM assignment_rules_search_config;
INSERT INTO "assignment_rules_search_config" VALUES('hashsize',16777216);
INSERT INTO "assignment_rules_search_config" VALUES('version',4);
CREATE TABLE assignment_turns (
	rule INTEGER NOT NULL, 
	user_id BIGINT NOT NULL, 
	PRIMARY KEY (rule)
);
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
CREATE VIRTUAL TABLE "attachments_search" USING fts5(pairs, content='', tokenize='ascii');
DELETE FROM attachments_search_data;
INSERT INTO "attachments_search_data" VALUES(1,X'');
INSERT INTO "attachments_search_data" VALUES(10,X'00000001000000');
DELETE FROM attachments_search_idx;
DELETE FROM attachments_search_docsize;
DELETE FROM attachments_search_config;
INSERT INTO "attachments_search_config" VALUES('hashsize',16777216);
INSERT INTO "attachments_search_config" VALUES('version',4);
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
INSERT INTO "batches" VALUES(1,'fields','2026-11-21T03:00:00Z',1,'sato','','',1,0,0,NULL,NULL);
INSERT INTO "batches" VALUES(2,'add','2026-11-21T03:00:00Z',1,'sato','','',7,0,0,NULL,NULL);
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
INSERT INTO "changes" VALUES(1,1,'custom_fields',1,1,'create',1,'',NULL,NULL);
INSERT INTO "changes" VALUES(2,2,'accounts',1,1,'create',1,'',NULL,NULL);
INSERT INTO "changes" VALUES(3,2,'contacts',1,1,'create',1,'',NULL,NULL);
INSERT INTO "changes" VALUES(4,2,'deals',1,1,'create',1,'',NULL,NULL);
INSERT INTO "changes" VALUES(5,2,'leads',1,1,'create',1,'',NULL,NULL);
INSERT INTO "changes" VALUES(6,2,'activities',1,1,'create',1,'',NULL,NULL);
INSERT INTO "changes" VALUES(7,2,'notes',1,1,'create',1,'',NULL,NULL);
INSERT INTO "changes" VALUES(8,2,'views',1,1,'create',1,'',NULL,NULL);
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
INSERT INTO "choices" VALUES(1,1,'New','new','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'lead_status','new','新規','New',1,1,NULL,NULL);
INSERT INTO "choices" VALUES(2,1,'Working','working','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'lead_status','working','対応中','Working',2,0,NULL,NULL);
INSERT INTO "choices" VALUES(3,1,'Contacted','contacted','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'lead_status','contacted','連絡済み','Contacted',3,0,NULL,NULL);
INSERT INTO "choices" VALUES(4,1,'Qualified','qualified','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'lead_status','qualified','有望','Qualified',4,0,NULL,NULL);
INSERT INTO "choices" VALUES(5,1,'Unqualified','unqualified','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'lead_status','unqualified','対象外','Unqualified',5,0,NULL,NULL);
INSERT INTO "choices" VALUES(6,1,'Hot','hot','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'rating','hot','高','Hot',1,0,NULL,NULL);
INSERT INTO "choices" VALUES(7,1,'Warm','warm','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'rating','warm','中','Warm',2,0,NULL,NULL);
INSERT INTO "choices" VALUES(8,1,'Cold','cold','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'rating','cold','低','Cold',3,0,NULL,NULL);
INSERT INTO "choices" VALUES(9,1,'Website','website','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'lead_source','web','Webサイト','Website',1,0,NULL,NULL);
INSERT INTO "choices" VALUES(10,1,'Phone','phone','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'lead_source','phone','電話','Phone',2,0,NULL,NULL);
INSERT INTO "choices" VALUES(11,1,'Exhibition','exhibition','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'lead_source','exhibition','展示会','Exhibition',3,0,NULL,NULL);
INSERT INTO "choices" VALUES(12,1,'Referral','referral','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'lead_source','referral','紹介','Referral',4,0,NULL,NULL);
INSERT INTO "choices" VALUES(13,1,'Partner','partner','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'lead_source','partner','パートナー','Partner',5,0,NULL,NULL);
INSERT INTO "choices" VALUES(14,1,'Advertisement','advertisement','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'lead_source','advertisement','広告','Advertisement',6,0,NULL,NULL);
INSERT INTO "choices" VALUES(15,1,'Seminar','seminar','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'lead_source','seminar','セミナー','Seminar',7,0,NULL,NULL);
INSERT INTO "choices" VALUES(16,1,'Mail','mail','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'lead_source','mail','メール','Mail',8,0,NULL,NULL);
INSERT INTO "choices" VALUES(17,1,'Social media','social media','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'lead_source','social','SNS','Social media',9,0,NULL,NULL);
INSERT INTO "choices" VALUES(18,1,'Cold call','cold call','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'lead_source','cold_call','テレアポ','Cold call',10,0,NULL,NULL);
INSERT INTO "choices" VALUES(19,1,'Business card','business card','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'lead_source','business_card','名刺','Business card',11,0,NULL,NULL);
INSERT INTO "choices" VALUES(20,1,'Other','other','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'lead_source','other','その他','Other',12,0,NULL,NULL);
INSERT INTO "choices" VALUES(21,1,'Manufacturing','manufacturing','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'industry','manufacturing','製造','Manufacturing',1,0,NULL,NULL);
INSERT INTO "choices" VALUES(22,1,'Construction','construction','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'industry','construction','建設','Construction',2,0,NULL,NULL);
INSERT INTO "choices" VALUES(23,1,'IT','it','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'industry','it','IT・情報','IT',3,0,NULL,NULL);
INSERT INTO "choices" VALUES(24,1,'Retail','retail','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'industry','retail','小売','Retail',4,0,NULL,NULL);
INSERT INTO "choices" VALUES(25,1,'Wholesale','wholesale','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'industry','wholesale','卸売','Wholesale',5,0,NULL,NULL);
INSERT INTO "choices" VALUES(26,1,'Finance','finance','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'industry','finance','金融','Finance',6,0,NULL,NULL);
INSERT INTO "choices" VALUES(27,1,'Insurance','insurance','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'industry','insurance','保険','Insurance',7,0,NULL,NULL);
INSERT INTO "choices" VALUES(28,1,'Real estate','real estate','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'industry','real_estate','不動産','Real estate',8,0,NULL,NULL);
INSERT INTO "choices" VALUES(29,1,'Transport','transport','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'industry','transport','運輸・物流','Transport',9,0,NULL,NULL);
INSERT INTO "choices" VALUES(30,1,'Telecom','telecom','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'industry','telecom','通信','Telecom',10,0,NULL,NULL);
INSERT INTO "choices" VALUES(31,1,'Media','media','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'industry','media','メディア','Media',11,0,NULL,NULL);
INSERT INTO "choices" VALUES(32,1,'Hospitality','hospitality','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'industry','hospitality','宿泊・飲食','Hospitality',12,0,NULL,NULL);
INSERT INTO "choices" VALUES(33,1,'Education','education','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'industry','education','教育','Education',13,0,NULL,NULL);
INSERT INTO "choices" VALUES(34,1,'Health','health','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'industry','health','医療・福祉','Health',14,0,NULL,NULL);
INSERT INTO "choices" VALUES(35,1,'Government','government','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'industry','government','官公庁','Government',15,0,NULL,NULL);
INSERT INTO "choices" VALUES(36,1,'Non-profit','non-profit','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'industry','nonprofit','非営利団体','Non-profit',16,0,NULL,NULL);
INSERT INTO "choices" VALUES(37,1,'Agriculture','agriculture','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'industry','agriculture','農林水産','Agriculture',17,0,NULL,NULL);
INSERT INTO "choices" VALUES(38,1,'Energy','energy','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'industry','energy','エネルギー','Energy',18,0,NULL,NULL);
INSERT INTO "choices" VALUES(39,1,'Services','services','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'industry','services','サービス','Services',19,0,NULL,NULL);
INSERT INTO "choices" VALUES(40,1,'Other','other','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'industry','other','その他','Other',20,0,NULL,NULL);
INSERT INTO "choices" VALUES(41,1,'JPY','jpy','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'currency','JPY','JPY','JPY',1,1,NULL,NULL);
INSERT INTO "choices" VALUES(42,1,'USD','usd','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'currency','USD','USD','USD',2,0,NULL,NULL);
INSERT INTO "choices" VALUES(43,1,'EUR','eur','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'currency','EUR','EUR','EUR',3,0,NULL,NULL);
INSERT INTO "choices" VALUES(44,1,'GBP','gbp','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'currency','GBP','GBP','GBP',4,0,NULL,NULL);
INSERT INTO "choices" VALUES(45,1,'CNY','cny','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'currency','CNY','CNY','CNY',5,0,NULL,NULL);
INSERT INTO "choices" VALUES(46,1,'KRW','krw','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'currency','KRW','KRW','KRW',6,0,NULL,NULL);
INSERT INTO "choices" VALUES(47,1,'TWD','twd','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'currency','TWD','TWD','TWD',7,0,NULL,NULL);
INSERT INTO "choices" VALUES(48,1,'HKD','hkd','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'currency','HKD','HKD','HKD',8,0,NULL,NULL);
INSERT INTO "choices" VALUES(49,1,'SGD','sgd','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'currency','SGD','SGD','SGD',9,0,NULL,NULL);
INSERT INTO "choices" VALUES(50,1,'AUD','aud','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'currency','AUD','AUD','AUD',10,0,NULL,NULL);
INSERT INTO "choices" VALUES(51,1,'CAD','cad','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'currency','CAD','CAD','CAD',11,0,NULL,NULL);
INSERT INTO "choices" VALUES(52,1,'CHF','chf','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'currency','CHF','CHF','CHF',12,0,NULL,NULL);
INSERT INTO "choices" VALUES(53,1,'INR','inr','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'currency','INR','INR','INR',13,0,NULL,NULL);
INSERT INTO "choices" VALUES(54,1,'THB','thb','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'currency','THB','THB','THB',14,0,NULL,NULL);
INSERT INTO "choices" VALUES(55,1,'VND','vnd','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'currency','VND','VND','VND',15,0,NULL,NULL);
INSERT INTO "choices" VALUES(56,1,'Prospect','prospect','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'account_type','prospect','見込み','Prospect',1,0,NULL,NULL);
INSERT INTO "choices" VALUES(57,1,'Customer','customer','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'account_type','customer','顧客','Customer',2,0,NULL,NULL);
INSERT INTO "choices" VALUES(58,1,'Partner','partner','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'account_type','partner','パートナー','Partner',3,0,NULL,NULL);
INSERT INTO "choices" VALUES(59,1,'Supplier','supplier','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'account_type','supplier','仕入先','Supplier',4,0,NULL,NULL);
INSERT INTO "choices" VALUES(60,1,'Competitor','competitor','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'account_type','competitor','競合','Competitor',5,0,NULL,NULL);
INSERT INTO "choices" VALUES(61,1,'Other','other','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'account_type','other','その他','Other',6,0,NULL,NULL);
INSERT INTO "choices" VALUES(62,1,'Decision-maker','decision-maker','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'contact_role','decision_maker','決裁者','Decision-maker',1,0,NULL,NULL);
INSERT INTO "choices" VALUES(63,1,'Influencer','influencer','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'contact_role','influencer','影響者','Influencer',2,0,NULL,NULL);
INSERT INTO "choices" VALUES(64,1,'User','user','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'contact_role','user','利用者','User',3,0,NULL,NULL);
INSERT INTO "choices" VALUES(65,1,'Technical','technical','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'contact_role','technical','技術担当','Technical',4,0,NULL,NULL);
INSERT INTO "choices" VALUES(66,1,'Finance','finance','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'contact_role','finance','経理担当','Finance',5,0,NULL,NULL);
INSERT INTO "choices" VALUES(67,1,'Other','other','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'contact_role','other','その他','Other',6,0,NULL,NULL);
INSERT INTO "choices" VALUES(68,1,'Qualification','qualification','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'deal_stage','qualification','見極め','Qualification',1,1,NULL,'10');
INSERT INTO "choices" VALUES(69,1,'Needs analysis','needs analysis','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'deal_stage','needs','ニーズ確認','Needs analysis',2,0,NULL,'20');
INSERT INTO "choices" VALUES(70,1,'Proposal','proposal','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'deal_stage','proposal','提案','Proposal',3,0,NULL,'50');
INSERT INTO "choices" VALUES(71,1,'Quote','quote','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'deal_stage','quote','見積','Quote',4,0,NULL,'65');
INSERT INTO "choices" VALUES(72,1,'Negotiation','negotiation','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'deal_stage','negotiation','交渉','Negotiation',5,0,NULL,'80');
INSERT INTO "choices" VALUES(73,1,'Won','won','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'deal_stage','won','受注','Won',6,0,NULL,'100:won');
INSERT INTO "choices" VALUES(74,1,'Lost','lost','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'deal_stage','lost','失注','Lost',7,0,NULL,'0:lost');
INSERT INTO "choices" VALUES(75,1,'New business','new business','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'deal_type','new','新規','New business',1,1,NULL,NULL);
INSERT INTO "choices" VALUES(76,1,'Repeat','repeat','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'deal_type','repeat','リピート','Repeat',2,0,NULL,NULL);
INSERT INTO "choices" VALUES(77,1,'Upsell','upsell','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'deal_type','upsell','追加','Upsell',3,0,NULL,NULL);
INSERT INTO "choices" VALUES(78,1,'Renewal','renewal','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'deal_type','renewal','更新','Renewal',4,0,NULL,NULL);
INSERT INTO "choices" VALUES(79,1,'Task','task','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'activity_kind','task','タスク','Task',1,1,NULL,NULL);
INSERT INTO "choices" VALUES(80,1,'Call','call','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'activity_kind','call','電話','Call',2,0,NULL,NULL);
INSERT INTO "choices" VALUES(81,1,'Meeting','meeting','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'activity_kind','meeting','訪問','Meeting',3,0,NULL,NULL);
INSERT INTO "choices" VALUES(82,1,'Mail','mail','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'activity_kind','mail','メール','Mail',4,0,NULL,NULL);
INSERT INTO "choices" VALUES(83,1,'Direct mail','direct mail','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'activity_kind','direct_mail','DM','Direct mail',5,0,NULL,NULL);
INSERT INTO "choices" VALUES(84,1,'Other','other','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'activity_kind','other','その他','Other',6,0,NULL,NULL);
INSERT INTO "choices" VALUES(85,1,'Planned','planned','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'activity_status','planned','予定','Planned',1,1,NULL,NULL);
INSERT INTO "choices" VALUES(86,1,'Done','done','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'activity_status','done','完了','Done',2,0,NULL,NULL);
INSERT INTO "choices" VALUES(87,1,'Cancelled','cancelled','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'activity_status','cancelled','中止','Cancelled',3,0,NULL,NULL);
INSERT INTO "choices" VALUES(88,1,'High','high','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'priority','high','高','High',1,0,NULL,NULL);
INSERT INTO "choices" VALUES(89,1,'Normal','normal','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'priority','normal','中','Normal',2,1,NULL,NULL);
INSERT INTO "choices" VALUES(90,1,'Low','low','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'priority','low','低','Low',3,0,NULL,NULL);
INSERT INTO "choices" VALUES(91,1,'Leads','leads','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'ruled_type','leads','見込み客','Leads',1,1,NULL,NULL);
INSERT INTO "choices" VALUES(92,1,'Accounts','accounts','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'ruled_type','accounts','取引先','Accounts',2,0,NULL,NULL);
INSERT INTO "choices" VALUES(93,1,'Contacts','contacts','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'ruled_type','contacts','連絡先','Contacts',3,0,NULL,NULL);
INSERT INTO "choices" VALUES(94,1,'Deals','deals','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'ruled_type','deals','商談','Deals',4,0,NULL,NULL);
INSERT INTO "choices" VALUES(95,1,'Activities','activities','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'ruled_type','activities','活動','Activities',5,0,NULL,NULL);
INSERT INTO "choices" VALUES(96,1,'In turn','in turn','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'assignment_how','round_robin','順番に','In turn',1,1,NULL,NULL);
INSERT INTO "choices" VALUES(97,1,'Always the first','always the first','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'assignment_how','first','常に先頭の人','Always the first',2,0,NULL,NULL);
INSERT INTO "choices" VALUES(98,1,'Required fields','required fields','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'rule_kind','required','必須項目','Required fields',1,1,NULL,NULL);
INSERT INTO "choices" VALUES(99,1,'Before converting','before converting','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'rule_kind','convert','商談化の前に必要','Before converting',2,0,NULL,NULL);
INSERT INTO "choices" VALUES(100,1,'Who may own','who may own','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'rule_kind','owners','担当できる人','Who may own',3,0,NULL,NULL);
INSERT INTO "choices" VALUES(101,1,'Days without touch','days without touch','',NULL,'2026-11-30T10:30:18Z',NULL,'2026-11-30T10:30:18Z',NULL,'rule_kind','untouched','放置の目安','Days without touch',4,0,NULL,NULL);
CREATE VIRTUAL TABLE "choices_search" USING fts5(pairs, content='', tokenize='ascii');
DELETE FROM choices_search_data;
INSERT INTO "choices_search_data" VALUES(1,X'6500');
INSERT INTO "choices_search_data" VALUES(10,X'00000001000000');
DELETE FROM choices_search_idx;
DELETE FROM choices_search_docsize;
INSERT INTO "choices_search_docsize" VALUES(1,X'00');
INSERT INTO "choices_search_docsize" VALUES(2,X'00');
INSERT INTO "choices_search_docsize" VALUES(3,X'00');
INSERT INTO "choices_search_docsize" VALUES(4,X'00');
INSERT INTO "choices_search_docsize" VALUES(5,X'00');
INSERT INTO "choices_search_docsize" VALUES(6,X'00');
INSERT INTO "choices_search_docsize" VALUES(7,X'00');
INSERT INTO "choices_search_docsize" VALUES(8,X'00');
INSERT INTO "choices_search_docsize" VALUES(9,X'00');
INSERT INTO "choices_search_docsize" VALUES(10,X'00');
INSERT INTO "choices_search_docsize" VALUES(11,X'00');
INSERT INTO "choices_search_docsize" VALUES(12,X'00');
INSERT INTO "choices_search_docsize" VALUES(13,X'00');
INSERT INTO "choices_search_docsize" VALUES(14,X'00');
INSERT INTO "choices_search_docsize" VALUES(15,X'00');
INSERT INTO "choices_search_docsize" VALUES(16,X'00');
INSERT INTO "choices_search_docsize" VALUES(17,X'00');
INSERT INTO "choices_search_docsize" VALUES(18,X'00');
INSERT INTO "choices_search_docsize" VALUES(19,X'00');
INSERT INTO "choices_search_docsize" VALUES(20,X'00');
INSERT INTO "choices_search_docsize" VALUES(21,X'00');
INSERT INTO "choices_search_docsize" VALUES(22,X'00');
INSERT INTO "choices_search_docsize" VALUES(23,X'00');
INSERT INTO "choices_search_docsize" VALUES(24,X'00');
INSERT INTO "choices_search_docsize" VALUES(25,X'00');
INSERT INTO "choices_search_docsize" VALUES(26,X'00');
INSERT INTO "choices_search_docsize" VALUES(27,X'00');
INSERT INTO "choices_search_docsize" VALUES(28,X'00');
INSERT INTO "choices_search_docsize" VALUES(29,X'00');
INSERT INTO "choices_search_docsize" VALUES(30,X'00');
INSERT INTO "choices_search_docsize" VALUES(31,X'00');
INSERT INTO "choices_search_docsize" VALUES(32,X'00');
INSERT INTO "choices_search_docsize" VALUES(33,X'00');
INSERT INTO "choices_search_docsize" VALUES(34,X'00');
INSERT INTO "choices_search_docsize" VALUES(35,X'00');
INSERT INTO "choices_search_docsize" VALUES(36,X'00');
INSERT INTO "choices_search_docsize" VALUES(37,X'00');
INSERT INTO "choices_search_docsize" VALUES(38,X'00');
INSERT INTO "choices_search_docsize" VALUES(39,X'00');
INSERT INTO "choices_search_docsize" VALUES(40,X'00');
INSERT INTO "choices_search_docsize" VALUES(41,X'00');
INSERT INTO "choices_search_docsize" VALUES(42,X'00');
INSERT INTO "choices_search_docsize" VALUES(43,X'00');
INSERT INTO "choices_search_docsize" VALUES(44,X'00');
INSERT INTO "choices_search_docsize" VALUES(45,X'00');
INSERT INTO "choices_search_docsize" VALUES(46,X'00');
INSERT INTO "choices_search_docsize" VALUES(47,X'00');
INSERT INTO "choices_search_docsize" VALUES(48,X'00');
INSERT INTO "choices_search_docsize" VALUES(49,X'00');
INSERT INTO "choices_search_docsize" VALUES(50,X'00');
INSERT INTO "choices_search_docsize" VALUES(51,X'00');
INSERT INTO "choices_search_docsize" VALUES(52,X'00');
INSERT INTO "choices_search_docsize" VALUES(53,X'00');
INSERT INTO "choices_search_docsize" VALUES(54,X'00');
INSERT INTO "choices_search_docsize" VALUES(55,X'00');
INSERT INTO "choices_search_docsize" VALUES(56,X'00');
INSERT INTO "choices_search_docsize" VALUES(57,X'00');
INSERT INTO "choices_search_docsize" VALUES(58,X'00');
INSERT INTO "choices_search_docsize" VALUES(59,X'00');
INSERT INTO "choices_search_docsize" VALUES(60,X'00');
INSERT INTO "choices_search_docsize" VALUES(61,X'00');
INSERT INTO "choices_search_docsize" VALUES(62,X'00');
INSERT INTO "choices_search_docsize" VALUES(63,X'00');
INSERT INTO "choices_search_docsize" VALUES(64,X'00');
INSERT INTO "choices_search_docsize" VALUES(65,X'00');
INSERT INTO "choices_search_docsize" VALUES(66,X'00');
INSERT INTO "choices_search_docsize" VALUES(67,X'00');
INSERT INTO "choices_search_docsize" VALUES(68,X'00');
INSERT INTO "choices_search_docsize" VALUES(69,X'00');
INSERT INTO "choices_search_docsize" VALUES(70,X'00');
INSERT INTO "choices_search_docsize" VALUES(71,X'00');
INSERT INTO "choices_search_docsize" VALUES(72,X'00');
INSERT INTO "choices_search_docsize" VALUES(73,X'00');
INSERT INTO "choices_search_docsize" VALUES(74,X'00');
INSERT INTO "choices_search_docsize" VALUES(75,X'00');
INSERT INTO "choices_search_docsize" VALUES(76,X'00');
INSERT INTO "choices_search_docsize" VALUES(77,X'00');
INSERT INTO "choices_search_docsize" VALUES(78,X'00');
INSERT INTO "choices_search_docsize" VALUES(79,X'00');
INSERT INTO "choices_search_docsize" VALUES(80,X'00');
INSERT INTO "choices_search_docsize" VALUES(81,X'00');
INSERT INTO "choices_search_docsize" VALUES(82,X'00');
INSERT INTO "choices_search_docsize" VALUES(83,X'00');
INSERT INTO "choices_search_docsize" VALUES(84,X'00');
INSERT INTO "choices_search_docsize" VALUES(85,X'00');
INSERT INTO "choices_search_docsize" VALUES(86,X'00');
INSERT INTO "choices_search_docsize" VALUES(87,X'00');
INSERT INTO "choices_search_docsize" VALUES(88,X'00');
INSERT INTO "choices_search_docsize" VALUES(89,X'00');
INSERT INTO "choices_search_docsize" VALUES(90,X'00');
INSERT INTO "choices_search_docsize" VALUES(91,X'00');
INSERT INTO "choices_search_docsize" VALUES(92,X'00');
INSERT INTO "choices_search_docsize" VALUES(93,X'00');
INSERT INTO "choices_search_docsize" VALUES(94,X'00');
INSERT INTO "choices_search_docsize" VALUES(95,X'00');
INSERT INTO "choices_search_docsize" VALUES(96,X'00');
INSERT INTO "choices_search_docsize" VALUES(97,X'00');
INSERT INTO "choices_search_docsize" VALUES(98,X'00');
INSERT INTO "choices_search_docsize" VALUES(99,X'00');
INSERT INTO "choices_search_docsize" VALUES(100,X'00');
INSERT INTO "choices_search_docsize" VALUES(101,X'00');
DELETE FROM choices_search_config;
INSERT INTO "choices_search_config" VALUES('hashsize',16777216);
INSERT INTO "choices_search_config" VALUES('version',4);
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
INSERT INTO "contacts" VALUES(1,1,'山田 太郎','山田 太郎','山田太郎 yamadaaobaexample',NULL,'2026-11-21T03:00:00Z',1,'2026-11-21T03:00:00Z',1,'山田','太郎',NULL,NULL,NULL,1,NULL,NULL,NULL,NULL,'yamada@aoba.example',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1,NULL,NULL,NULL,'2026-11-23T01:00:00Z',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE "contacts_keys" (key TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (key, id)) WITHOUT ROWID;
INSERT INTO "contacts_keys" VALUES('eaoba.example@yamada',1);
INSERT INTO "contacts_keys" VALUES('n山田太郎',1);
CREATE VIRTUAL TABLE "contacts_search" USING fts5(pairs, content='', tokenize='ascii');
DELETE FROM contacts_search_data;
INSERT INTO "contacts_search_data" VALUES(1,X'0116');
INSERT INTO "contacts_search_data" VALUES(10,X'000000010101010001010101');
INSERT INTO "contacts_search_data" VALUES(137438953473,X'0000009B0330616101020C02016401020A02016501021002016D0104080D02016F01020D0102626101020F0102646101020B01016501021702017801021101026C6501021601026D6101020902017001021401026F6201020E0102706C010215010278610102120101790102060201610102070106E5A4AAE9838E0102040205B1B1E794B00102020106E794B0E5A4AA0102030103E9838E0102050407060607060707060607070607070706060B0A0B');
DELETE FROM contacts_search_idx;
INSERT INTO "contacts_search_idx" VALUES(1,X'',2);
DELETE FROM contacts_search_docsize;
INSERT INTO "contacts_search_docsize" VALUES(1,X'16');
DELETE FROM contacts_search_config;
INSERT INTO "contacts_search_config" VALUES('hashsize',16777216);
INSERT INTO "contacts_search_config" VALUES('version',4);
CREATE TABLE counters (
	record_type VARCHAR NOT NULL, 
	next_id BIGINT NOT NULL, 
	PRIMARY KEY (record_type)
);
INSERT INTO "counters" VALUES('choices',102);
INSERT INTO "counters" VALUES('users',2);
INSERT INTO "counters" VALUES('custom_fields',2);
INSERT INTO "counters" VALUES('accounts',2);
INSERT INTO "counters" VALUES('contacts',2);
INSERT INTO "counters" VALUES('deals',2);
INSERT INTO "counters" VALUES('leads',2);
INSERT INTO "counters" VALUES('activities',2);
INSERT INTO "counters" VALUES('notes',2);
INSERT INTO "counters" VALUES('views',2);
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
INSERT INTO "custom_fields" VALUES(1,1,'Rank','rank','',NULL,'2026-11-21T03:00:00Z',1,'2026-11-21T03:00:00Z',1,'deals','rank','text','ランク','Rank',NULL,NULL,NULL,0,0,0,NULL);
CREATE VIRTUAL TABLE "custom_fields_search" USING fts5(pairs, content='', tokenize='ascii');
DELETE FROM custom_fields_search_data;
INSERT INTO "custom_fields_search_data" VALUES(1,X'0100');
INSERT INTO "custom_fields_search_data" VALUES(10,X'00000001000000');
DELETE FROM custom_fields_search_idx;
DELETE FROM custom_fields_search_docsize;
INSERT INTO "custom_fields_search_docsize" VALUES(1,X'00');
DELETE FROM custom_fields_search_config;
INSERT INTO "custom_fields_search_config" VALUES('hashsize',16777216);
INSERT INTO "custom_fields_search_config" VALUES('version',4);
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
	last_activity_at TEXT, "c_rank" TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(account) REFERENCES accounts (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(owner) REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(primary_contact) REFERENCES contacts (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "deals" VALUES(1,1,'新システム','新しすてむ','新しすてむ a',NULL,'2026-11-21T03:00:00Z',1,'2026-11-21T03:00:00Z',1,'新システム',1,NULL,'qualification',1200000,'JPY',NULL,NULL,'new',NULL,NULL,1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'A');
CREATE VIRTUAL TABLE "deals_search" USING fts5(pairs, content='', tokenize='ascii');
DELETE FROM deals_search_data;
INSERT INTO "deals_search_data" VALUES(1,X'0107');
INSERT INTO "deals_search_data" VALUES(10,X'000000010101010001010101');
INSERT INTO "deals_search_data" VALUES(137438953473,X'0000003A023061010407030106E38197E38199010203030499E381A60102040304A6E38280010205020282800102060106E696B0E3819701020204070B090907');
DELETE FROM deals_search_idx;
INSERT INTO "deals_search_idx" VALUES(1,X'',2);
DELETE FROM deals_search_docsize;
INSERT INTO "deals_search_docsize" VALUES(1,X'07');
DELETE FROM deals_search_config;
INSERT INTO "deals_search_config" VALUES('hashsize',16777216);
INSERT INTO "deals_search_config" VALUES('version',4);
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
CREATE VIRTUAL TABLE distinct_pairs_search USING fts5(pairs, content='', tokenize='ascii');
DELETE FROM distinct_pairs_search_data;
INSERT INTO "distinct_pairs_search_data" VALUES(1,X'');
INSERT INTO "distinct_pairs_search_data" VALUES(10,X'00000001000000');
DELETE FROM distinct_pairs_search_idx;
DELETE FROM distinct_pairs_search_docsize;
DELETE FROM distinct_pairs_search_config;
INSERT INTO "distinct_pairs_search_config" VALUES('hashsize',16777216);
INSERT INTO "distinct_pairs_search_config" VALUES('version',4);
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
INSERT INTO "leads" VALUES(1,1,'Smith','smith','smith acme',NULL,'2026-11-21T03:00:00Z',1,'2026-11-21T03:00:00Z',1,'Smith',NULL,NULL,NULL,NULL,'Acme',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'JPY',NULL,NULL,NULL,NULL,NULL,'acme.example',NULL,NULL,NULL,NULL,NULL,NULL,'new',NULL,NULL,1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE "leads_keys" (key TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (key, id)) WITHOUT ROWID;
INSERT INTO "leads_keys" VALUES('cacme',1);
INSERT INTO "leads_keys" VALUES('eacme.example@',1);
CREATE VIRTUAL TABLE "leads_search" USING fts5(pairs, content='', tokenize='ascii');
DELETE FROM leads_search_data;
INSERT INTO "leads_search_data" VALUES(1,X'010A');
INSERT INTO "leads_search_data" VALUES(10,X'000000010101010001010101');
INSERT INTO "leads_search_data" VALUES(137438953473,X'000000450230610102070201630102080102636D01020901016501020B0101680102060102697401020401026D6501020A0201690102030102736D0102020102746801020504060607060607070607');
DELETE FROM leads_search_idx;
INSERT INTO "leads_search_idx" VALUES(1,X'',2);
DELETE FROM leads_search_docsize;
INSERT INTO "leads_search_docsize" VALUES(1,X'0A');
DELETE FROM leads_search_config;
INSERT INTO "leads_search_config" VALUES('hashsize',16777216);
INSERT INTO "leads_search_config" VALUES('version',4);
CREATE TABLE meta (
	"key" VARCHAR NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "meta" VALUES('catalogue','[{"key":"leads","singular":"lead","title":[["last_name","first_name"],["company"]],"kana":["last_name_kana","first_name_kana"],"base_where":"converted_at=\"\"","frozen_by":"converted_at","shortcut":"1","is_menu":true,"fields":[{"key":"id","kind":"integer","section":"system","width":8,"readonly":true},{"key":"title","kind":"text","section":"system","column":1,"width":24,"readonly":true},{"key":"external_id","kind":"text","section":"system","width":20,"readonly":true},{"key":"created_at","kind":"datetime","section":"system","readonly":true},{"key":"created_by","kind":"link","section":"system","target":"users","readonly":true},{"key":"updated_at","kind":"datetime","section":"system","readonly":true},{"key":"updated_by","kind":"link","section":"system","target":"users","readonly":true},{"key":"last_name","kind":"text","section":"person","required_without":"company","search":true,"aliases":["last name","surname","family name","姓","氏","苗字","名字"]},{"key":"first_name","kind":"text","section":"person","search":true,"aliases":["first name","given name","名"]},{"key":"last_name_kana","kind":"text","section":"person","search":true,"aliases":["last name kana","姓カナ","姓かな","セイ","せい","姓ふりがな","姓フリガナ","姓カタカナ"]},{"key":"first_name_kana","kind":"text","section":"person","search":true,"aliases":["first name kana","名カナ","名かな","メイ","めい","名ふりがな","名フリガナ","名カタカナ"]},{"key":"salutation","kind":"text","section":"person","width":6,"aliases":["salutation","prefix","敬称","name prefix"]},{"key":"company","kind":"text","section":"company","required_without":"last_name","column":2,"width":24,"search":true,"aliases":["company","company name","organization","organisation","account name","会社名","会社","社名","企業名","法人名","組織名","勤務先","団体名"]},{"key":"company_kana","kind":"text","section":"company","search":true,"aliases":["company kana","会社名カナ","会社名かな","会社名フリガナ","社名カナ"]},{"key":"corporate_number","kind":"text","section":"company","width":13,"aliases":["corporate number","法人番号"]},{"key":"department","kind":"text","section":"company","aliases":["department","部署","部署名","所属","部門"]},{"key":"job_title","kind":"text","section":"company","aliases":["title","job title","position","役職","役職名","肩書"]},{"key":"industry","kind":"choice","section":"company","choices":"industry","aliases":["industry","業種","業界"]},{"key":"employees","kind":"integer","section":"company","aliases":["employees","number of employees","no. of employees","従業員数","社員数"]},{"key":"annual_revenue","kind":"money","section":"company","currency":"currency","aliases":["annual revenue","revenue","年商","売上高","年間売上"]},{"key":"currency","kind":"choice","section":"company","choices":"currency","width":6,"aliases":["currency","通貨"]},{"key":"email","kind":"email","section":"contact","column":6,"width":28,"search":true,"aliases":["email","e-mail","email address","e-mail address","email 1","mail","メール","メールアドレス","eメール","電子メール","e-mailアドレス"]},{"key":"email_2","kind":"email","section":"contact","search":true,"aliases":["email 2","secondary email","e-mail 2 address","メール2","メールアドレス2","サブメール"]},{"key":"phone","kind":"phone","section":"contact","column":7,"search":true,"aliases":["phone","phone number","telephone","tel","phone 1","business phone","work phone","電話","電話番号","tel番号","会社電話","代表電話"]},{"key":"mobile","kind":"phone","section":"contact","search":true,"aliases":["mobile","mobile phone","cell","cell phone","phone 2","携帯","携帯電話","携帯番号","携帯電話番号"]},{"key":"fax","kind":"phone","section":"contact","aliases":["fax","fax number","business fax","ファックス","fax番号"]},{"key":"more_phones","kind":"phones","section":"contact","width":24,"search":true,"aliases":["more phones","other phones","additional phones","additional phone numbers","more phone numbers","その他の電話","他の電話番号"]},{"key":"more_emails","kind":"emails","section":"contact","width":28,"search":true,"aliases":["more emails","more e-mails","other emails","other e-mails","additional emails","additional email addresses","additional email address","alternate emails","その他のメール","他のメール"]},{"key":"website","kind":"url","section":"contact","aliases":["website","web site","web","url","homepage","ホームページ","webサイト","サイト"]},{"key":"postal_code","kind":"text","section":"address","width":8,"aliases":["postal code","zip","zip code","zip/postal code","postcode","郵便番号","〒"]},{"key":"state","kind":"text","section":"address","width":10,"aliases":["state","province","state/province","region","都道府県","県"]},{"key":"city","kind":"text","section":"address","width":14,"search":true,"aliases":["city","town","市区町村","市町村","市"]},{"key":"street","kind":"text","section":"address","width":24,"aliases":["street","street address","address 1","町名番地","番地","住所1","町域"]},{"key":"building","kind":"text","section":"address","width":20,"aliases":["building","address 2","建物","建物名","ビル名","住所2"]},{"key":"country","kind":"text","section":"address","width":10,"aliases":["country","country/region","国","国名"]},{"key":"status","kind":"choice","section":"sales","choices":"lead_status","column":3,"width":12,"aliases":["status","lead status","ステータス","状態","状況","進捗"]},{"key":"rating","kind":"choice","section":"sales","choices":"rating","column":4,"width":8,"aliases":["rating","priority","評価","確度","温度感"]},{"key":"lead_source","kind":"choice","section":"sales","choices":"lead_source","width":14,"aliases":["lead source","source","original source","見込み客のデータ元","リードソース","流入元","獲得元","きっかけ"]},{"key":"owner","kind":"link","section":"sales","target":"users","column":9,"width":12,"aliases":["owner","lead owner","record owner","assigned to","担当","担当者","自社担当","所有者"]},{"key":"campaign","kind":"text","section":"sales","aliases":["campaign","キャンペーン"]},{"key":"tags","kind":"tags","section":"sales","aliases":["tags","tag","labels","タグ","ラベル"]},{"key":"description","kind":"long_text","section":"sales","aliases":["description","notes","note","comments","remarks","memo","備考","メモ","説明","コメント","問い合わせ内容"]},{"key":"next_activity_at","kind":"datetime","section":"sales","column":5,"width":14,"readonly":true},{"key":"last_activity_at","kind":"datetime","section":"sales","column":8,"width":12,"readonly":true},{"key":"opted_out","kind":"boolean","section":"consent","aliases":["email opt out","opt out","unsubscribed","配信停止","メール配信停止"]},{"key":"opted_in","kind":"boolean","section":"consent","aliases":["opt in","subscribed","配信同意"]},{"key":"consent_basis","kind":"text","section":"consent","aliases":["consent basis","同意の根拠"]},{"key":"consent_on","kind":"date","section":"consent","aliases":["consent date","同意日"]},{"key":"x_profile","kind":"url","section":"social","aliases":["twitter","x","twitter handle"]},{"key":"facebook","kind":"url","section":"social","aliases":["facebook"]},{"key":"linkedin","kind":"url","section":"social","aliases":["linkedin","linkedin url","profile url"]},{"key":"instagram","kind":"url","section":"social","aliases":["instagram"]},{"key":"converted_at","kind":"datetime","section":"system","readonly":true},{"key":"converted_by","kind":"link","section":"system","target":"users","readonly":true},{"key":"converted_account","kind":"link","section":"system","target":"accounts","readonly":true},{"key":"converted_contact","kind":"link","section":"system","target":"contacts","readonly":true},{"key":"converted_deal","kind":"link","section":"system","target":"deals","readonly":true}]},{"key":"accounts","singular":"account","title":[["name"]],"kana":["kana"],"shortcut":"2","is_menu":true,"fields":[{"key":"id","kind":"integer","section":"system","width":8,"readonly":true},{"key":"title","kind":"text","section":"system","width":24,"readonly":true},{"key":"external_id","kind":"text","section":"system","width":20,"readonly":true},{"key":"created_at","kind":"datetime","section":"system","readonly":true},{"key":"created_by","kind":"link","section":"system","target":"users","readonly":true},{"key":"updated_at","kind":"datetime","section":"system","readonly":true},{"key":"updated_by","kind":"link","section":"system","target":"users","readonly":true},{"key":"name","kind":"text","section":"company","required":true,"column":1,"width":28,"search":true,"aliases":["account name","company","company name","name","会社名","取引先名","企業名","法人名","社名","商号"]},{"key":"kana","kind":"text","section":"company","search":true,"aliases":["kana","会社名カナ","フリガナ","カナ"]},{"key":"legal_form","kind":"text","section":"company","aliases":["legal form","法人格"]},{"key":"corporate_number","kind":"text","section":"company","width":13,"aliases":["corporate number","法人番号"]},{"key":"parent","kind":"link","section":"company","target":"accounts","aliases":["parent account","親会社","親取引先"]},{"key":"account_type","kind":"choice","section":"company","choices":"account_type","column":3,"width":12,"aliases":["type","account type","種別","区分"]},{"key":"industry","kind":"choice","section":"company","choices":"industry","column":4,"width":14,"aliases":["industry","業種","業界"]},{"key":"employees","kind":"integer","section":"company","aliases":["employees","number of employees","no. of employees","従業員数","社員数"]},{"key":"annual_revenue","kind":"money","section":"company","currency":"currency","aliases":["annual revenue","revenue","年商","売上高"]},{"key":"currency","kind":"choice","section":"company","choices":"currency","width":6,"aliases":["currency","通貨"]},{"key":"phone","kind":"phone","section":"contact","column":5,"search":true,"aliases":["phone","phone number","telephone","tel","電話","電話番号","代表電話"]},{"key":"fax","kind":"phone","section":"contact","aliases":["fax","ファックス","fax番号"]},{"key":"email","kind":"email","section":"contact","search":true,"aliases":["email","e-mail","メール","メールアドレス"]},{"key":"more_phones","kind":"phones","section":"contact","width":24,"search":true,"aliases":["more phones","other phones","additional phones","additional phone numbers","more phone numbers","その他の電話","他の電話番号"]},{"key":"more_emails","kind":"emails","section":"contact","width":28,"search":true,"aliases":["more emails","more e-mails","other emails","other e-mails","additional emails","additional email addresses","additional email address","alternate emails","その他のメール","他のメール"]},{"key":"website","kind":"url","section":"contact","column":7,"width":24,"aliases":["website","url","web","ホームページ","webサイト"]},{"key":"postal_code","kind":"text","section":"address","width":8,"aliases":["postal code","billing postal code","billing code","zip","郵便番号"]},{"key":"state","kind":"text","section":"address","column":6,"width":10,"aliases":["state","billing state","都道府県"]},{"key":"city","kind":"text","section":"address","width":14,"search":true,"aliases":["city","billing city","市区町村"]},{"key":"street","kind":"text","section":"address","width":24,"aliases":["street","billing street","番地","町名番地","住所1"]},{"key":"building","kind":"text","section":"address","width":20,"aliases":["building","建物","建物名","ビル名","住所2"]},{"key":"country","kind":"text","section":"address","width":10,"aliases":["country","billing country","国"]},{"key":"shipping_postal_code","kind":"text","section":"shipping","width":8,"aliases":["shipping postal code","shipping code"]},{"key":"shipping_state","kind":"text","section":"shipping","width":10,"aliases":["shipping state"]},{"key":"shipping_city","kind":"text","section":"shipping","width":14,"aliases":["shipping city"]},{"key":"shipping_street","kind":"text","section":"shipping","width":24,"aliases":["shipping street"]},{"key":"shipping_building","kind":"text","section":"shipping","width":20},{"key":"shipping_country","kind":"text","section":"shipping","width":10,"aliases":["shipping country"]},{"key":"owner","kind":"link","section":"sales","target":"users","column":8,"width":12,"aliases":["owner","account owner","担当","自社担当","所有者"]},{"key":"primary_contact","kind":"link","section":"sales","target":"contacts","column":2,"aliases":["primary contact","主担当者"]},{"key":"tags","kind":"tags","section":"sales","aliases":["tags","tag","タグ"]},{"key":"description","kind":"long_text","section":"sales","aliases":["description","notes","備考","メモ","説明"]},{"key":"next_activity_at","kind":"datetime","section":"sales","width":14,"readonly":true},{"key":"last_activity_at","kind":"datetime","section":"sales","column":9,"width":12,"readonly":true}]},{"key":"contacts","singular":"contact","title":[["last_name","first_name"]],"kana":["last_name_kana","first_name_kana"],"shortcut":"3","is_menu":true,"fields":[{"key":"id","kind":"integer","section":"system","width":8,"readonly":true},{"key":"title","kind":"text","section":"system","column":1,"width":24,"readonly":true},{"key":"external_id","kind":"text","section":"system","width":20,"readonly":true},{"key":"created_at","kind":"datetime","section":"system","readonly":true},{"key":"created_by","kind":"link","section":"system","target":"users","readonly":true},{"key":"updated_at","kind":"datetime","section":"system","readonly":true},{"key":"updated_by","kind":"link","section":"system","target":"users","readonly":true},{"key":"last_name","kind":"text","section":"person","required":true,"search":true,"aliases":["last name","surname","family name","姓","氏","苗字"]},{"key":"first_name","kind":"text","section":"person","search":true,"aliases":["first name","given name","名"]},{"key":"last_name_kana","kind":"text","section":"person","search":true,"aliases":["last name kana","姓カナ","姓かな","セイ","姓フリガナ","姓カタカナ"]},{"key":"first_name_kana","kind":"text","section":"person","search":true,"aliases":["first name kana","名カナ","名かな","メイ","名フリガナ","名カタカナ"]},{"key":"salutation","kind":"text","section":"person","width":6,"aliases":["salutation","prefix","敬称"]},{"key":"account","kind":"link","section":"company","target":"accounts","column":2,"width":24,"aliases":["account","account name","company","company name","organization","会社名","取引先","取引先名","会社"]},{"key":"department","kind":"text","section":"company","column":5,"aliases":["department","部署","部署名","所属"]},{"key":"job_title","kind":"text","section":"company","column":3,"aliases":["title","job title","position","役職","役職名"]},{"key":"role","kind":"choice","section":"company","choices":"contact_role","width":12,"aliases":["role","役割"]},{"key":"reports_to","kind":"link","section":"company","target":"contacts","aliases":["reports to","上司"]},{"key":"email","kind":"email","section":"contact","column":4,"width":28,"search":true,"aliases":["email","e-mail","email address","e-mail address","メール","メールアドレス"]},{"key":"email_2","kind":"email","section":"contact","search":true,"aliases":["email 2","secondary email","e-mail 2 address","メール2"]},{"key":"phone","kind":"phone","section":"contact","column":6,"search":true,"aliases":["phone","business phone","work phone","tel","電話","電話番号","会社電話"]},{"key":"mobile","kind":"phone","section":"contact","column":7,"search":true,"aliases":["mobile","mobile phone","cell phone","携帯","携帯電話","携帯番号"]},{"key":"fax","kind":"phone","section":"contact","aliases":["fax","business fax","ファックス","fax番号"]},{"key":"more_phones","kind":"phones","section":"contact","width":24,"search":true,"aliases":["more phones","other phones","additional phones","additional phone numbers","more phone numbers","その他の電話","他の電話番号"]},{"key":"more_emails","kind":"emails","section":"contact","width":28,"search":true,"aliases":["more emails","more e-mails","other emails","other e-mails","additional emails","additional email addresses","additional email address","alternate emails","その他のメール","他のメール"]},{"key":"website","kind":"url","section":"contact","aliases":["website","web page","url","ホームページ"]},{"key":"postal_code","kind":"text","section":"address","width":8,"aliases":["postal code","mailing zip","mailing postal code","zip","郵便番号"]},{"key":"state","kind":"text","section":"address","width":10,"aliases":["state","mailing state","都道府県"]},{"key":"city","kind":"text","section":"address","width":14,"search":true,"aliases":["city","mailing city","市区町村"]},{"key":"street","kind":"text","section":"address","width":24,"aliases":["street","mailing street","番地","住所1"]},{"key":"building","kind":"text","section":"address","width":20,"aliases":["building","建物","建物名","住所2"]},{"key":"country","kind":"text","section":"address","width":10,"aliases":["country","mailing country","国"]},{"key":"birthday","kind":"date","section":"person","width":10,"aliases":["birthday","birthdate","date of birth","誕生日","生年月日"]},{"key":"lead_source","kind":"choice","section":"sales","choices":"lead_source","aliases":["lead source","source","流入元"]},{"key":"owner","kind":"link","section":"sales","target":"users","column":8,"width":12,"aliases":["owner","contact owner","担当","自社担当","所有者"]},{"key":"campaign","kind":"text","section":"sales","aliases":["campaign","キャンペーン"]},{"key":"tags","kind":"tags","section":"sales","aliases":["tags","tag","タグ","categories"]},{"key":"description","kind":"long_text","section":"sales","aliases":["description","notes","備考","メモ","説明"]},{"key":"next_activity_at","kind":"datetime","section":"sales","width":14,"readonly":true},{"key":"last_activity_at","kind":"datetime","section":"sales","column":9,"width":12,"readonly":true},{"key":"opted_out","kind":"boolean","section":"consent","aliases":["email opt out","opt out","配信停止"]},{"key":"opted_in","kind":"boolean","section":"consent","aliases":["opt in","配信同意"]},{"key":"consent_basis","kind":"text","section":"consent"},{"key":"consent_on","kind":"date","section":"consent"},{"key":"x_profile","kind":"url","section":"social","aliases":["twitter","x"]},{"key":"facebook","kind":"url","section":"social","aliases":["facebook"]},{"key":"linkedin","kind":"url","section":"social","aliases":["linkedin","linkedin url"]},{"key":"instagram","kind":"url","section":"social","aliases":["instagram"]}]},{"key":"deals","singular":"deal","title":[["name"]],"shortcut":"4","is_menu":true,"fields":[{"key":"id","kind":"integer","section":"system","width":8,"readonly":true},{"key":"title","kind":"text","section":"system","width":24,"readonly":true},{"key":"external_id","kind":"text","section":"system","width":20,"readonly":true},{"key":"created_at","kind":"datetime","section":"system","readonly":true},{"key":"created_by","kind":"link","section":"system","target":"users","readonly":true},{"key":"updated_at","kind":"datetime","section":"system","readonly":true},{"key":"updated_by","kind":"link","section":"system","target":"users","readonly":true},{"key":"name","kind":"text","required":true,"column":1,"width":28,"search":true,"aliases":["deal name","opportunity name","potential name","name","商談名","案件名","件名"]},{"key":"account","kind":"link","required":true,"target":"accounts","column":2,"width":22,"aliases":["account","account name","company","取引先","取引先名","会社名"]},{"key":"primary_contact","kind":"link","target":"contacts","aliases":["primary contact","contact","contact name","主担当者","連絡先"]},{"key":"stage","kind":"choice","choices":"deal_stage","column":3,"width":14,"aliases":["stage","deal stage","ステージ","フェーズ","商談フェーズ"]},{"key":"amount","kind":"money","currency":"currency","column":4,"width":14,"aliases":["amount","deal amount","value","金額","見込金額","受注金額"]},{"key":"currency","kind":"choice","choices":"currency","width":6,"aliases":["currency","通貨"]},{"key":"probability","kind":"integer","is_percent":true,"width":6,"aliases":["probability","probability (%)","確度","確率"]},{"key":"close_date","kind":"date","column":5,"width":11,"aliases":["close date","closing date","expected close date","完了予定日","受注予定日","クローズ日"]},{"key":"deal_type","kind":"choice","choices":"deal_type","width":12,"aliases":["type","deal type","種別","商談種別"]},{"key":"lead_source","kind":"choice","choices":"lead_source","aliases":["lead source","source","流入元"]},{"key":"campaign","kind":"text","aliases":["campaign","campaign source","キャンペーン"]},{"key":"owner","kind":"link","target":"users","column":7,"width":12,"aliases":["owner","deal owner","opportunity owner","担当","自社担当"]},{"key":"next_step","kind":"text","column":6,"width":20,"aliases":["next step","次のステップ"]},{"key":"lost_reason","kind":"text","aliases":["lost reason","reason for loss","失注理由"]},{"key":"closed_at","kind":"datetime","readonly":true},{"key":"tags","kind":"tags","aliases":["tags","tag","タグ"]},{"key":"description","kind":"long_text","aliases":["description","notes","備考","メモ","説明"]},{"key":"next_activity_at","kind":"datetime","width":14,"readonly":true},{"key":"last_activity_at","kind":"datetime","column":8,"width":12,"readonly":true}]},{"key":"activities","singular":"activity","title":[["subject"]],"default_sort":"-start_at","shortcut":"5","is_menu":true,"fields":[{"key":"id","kind":"integer","section":"system","width":8,"readonly":true},{"key":"title","kind":"text","section":"system","width":24,"readonly":true},{"key":"external_id","kind":"text","section":"system","width":20,"readonly":true},{"key":"created_at","kind":"datetime","section":"system","readonly":true},{"key":"created_by","kind":"link","section":"system","target":"users","readonly":true},{"key":"updated_at","kind":"datetime","section":"system","readonly":true},{"key":"updated_by","kind":"link","section":"system","target":"users","readonly":true},{"key":"kind","kind":"choice","required":true,"choices":"activity_kind","column":2,"width":8,"default":"task","aliases":["type","activity type","kind","種類","種別"]},{"key":"subject","kind":"text","required":true,"column":1,"width":28,"search":true,"aliases":["subject","title","task","件名","用件"]},{"key":"lead","kind":"link","target":"leads","owned":true,"column":5,"width":18,"aliases":["lead","見込み客"]},{"key":"account","kind":"link","target":"accounts","owned":true,"column":6,"width":20,"aliases":["account","company","取引先","会社名"]},{"key":"contact","kind":"link","target":"contacts","owned":true,"width":18,"aliases":["contact","contact name","連絡先"]},{"key":"deal","kind":"link","target":"deals","owned":true,"width":20,"aliases":["deal","opportunity","商談"]},{"key":"owner","kind":"link","target":"users","column":7,"width":12,"aliases":["owner","assigned to","担当","自社担当"]},{"key":"requested_by","kind":"link","target":"users","width":12,"aliases":["requested by","依頼者"]},{"key":"start_at","kind":"datetime","column":4,"width":14,"aliases":["start","start time","start date","call start time","開始","開始日時","日時"]},{"key":"end_at","kind":"datetime","width":14,"aliases":["end","end time","end date","終了","終了日時"]},{"key":"due_on","kind":"date","width":11,"aliases":["due date","due","期限","期日"]},{"key":"end_on","kind":"date","width":11},{"key":"all_day","kind":"boolean","aliases":["all day","終日"]},{"key":"purpose","kind":"text","aliases":["purpose","call purpose","目的"]},{"key":"place","kind":"text","aliases":["location","place","venue","場所"]},{"key":"participants","kind":"text","aliases":["participants","attendees","参加者"]},{"key":"priority","kind":"choice","choices":"priority","width":8,"aliases":["priority","優先度"]},{"key":"status","kind":"choice","required":true,"choices":"activity_status","column":3,"width":8,"default":"planned","aliases":["status","状態","ステータス"]},{"key":"result","kind":"long_text","search":true,"aliases":["result","call result","outcome","結果"]},{"key":"done_at","kind":"datetime","width":14,"readonly":true},{"key":"description","kind":"long_text","aliases":["description","notes","備考","メモ","説明"]}]},{"key":"notes","singular":"note","title":[["subject"],["body"]],"default_sort":"-created_at","shortcut":"6","is_menu":true,"fields":[{"key":"id","kind":"integer","section":"system","width":8,"readonly":true},{"key":"title","kind":"text","section":"system","width":24,"readonly":true},{"key":"external_id","kind":"text","section":"system","width":20,"readonly":true},{"key":"created_at","kind":"datetime","section":"system","readonly":true},{"key":"created_by","kind":"link","section":"system","target":"users","readonly":true},{"key":"updated_at","kind":"datetime","section":"system","readonly":true},{"key":"updated_by","kind":"link","section":"system","target":"users","readonly":true},{"key":"subject","kind":"text","column":1,"width":24,"search":true,"aliases":["title","note title","subject","件名","タイトル"]},{"key":"body","kind":"long_text","required":true,"column":2,"width":40,"search":true,"aliases":["body","note","content","note content","本文","内容"]},{"key":"lead","kind":"link","target":"leads","owned":true,"column":3,"width":18,"aliases":["lead","見込み客"]},{"key":"account","kind":"link","target":"accounts","owned":true,"column":4,"width":20,"aliases":["account","company","取引先"]},{"key":"contact","kind":"link","target":"contacts","owned":true,"width":18,"aliases":["contact","連絡先"]},{"key":"deal","kind":"link","target":"deals","owned":true,"width":20,"aliases":["deal","商談"]}]},{"key":"attachments","singular":"attachment","title":[["name"]],"default_sort":"-created_at","fields":[{"key":"id","kind":"integer","section":"system","width":8,"readonly":true},{"key":"title","kind":"text","section":"system","width":24,"readonly":true},{"key":"external_id","kind":"text","section":"system","width":20,"readonly":true},{"key":"created_at","kind":"datetime","section":"system","readonly":true},{"key":"created_by","kind":"link","section":"system","target":"users","readonly":true},{"key":"updated_at","kind":"datetime","section":"system","readonly":true},{"key":"updated_by","kind":"link","section":"system","target":"users","readonly":true},{"key":"name","kind":"text","required":true,"column":1,"width":30,"search":true},{"key":"size","kind":"integer","column":2,"width":10,"readonly":true},{"key":"sha256","kind":"text","width":64,"readonly":true},{"key":"lead","kind":"link","target":"leads","owned":true,"column":3,"width":18},{"key":"account","kind":"link","target":"accounts","owned":true,"column":4,"width":20},{"key":"contact","kind":"link","target":"contacts","owned":true,"width":18},{"key":"deal","kind":"link","target":"deals","owned":true,"width":20}]},{"key":"users","singular":"user","title":[["full_name"],["name"]],"shortcut":"7","is_menu":true,"fields":[{"key":"id","kind":"integer","section":"system","width":8,"readonly":true},{"key":"title","kind":"text","section":"system","width":24,"readonly":true},{"key":"external_id","kind":"text","section":"system","width":20,"readonly":true},{"key":"created_at","kind":"datetime","section":"system","readonly":true},{"key":"created_by","kind":"link","section":"system","target":"users","readonly":true},{"key":"updated_at","kind":"datetime","section":"system","readonly":true},{"key":"updated_by","kind":"link","section":"system","target":"users","readonly":true},{"key":"name","kind":"text","required":true,"column":1,"search":true,"aliases":["user name","login","alias","ユーザー名"]},{"key":"full_name","kind":"text","column":2,"width":20,"search":true,"aliases":["full name","name","氏名"]},{"key":"email","kind":"email","column":3,"width":28,"search":true,"aliases":["email","e-mail","メール"]},{"key":"is_inactive","kind":"boolean","column":4,"width":8,"aliases":["inactive","無効"]}]},{"key":"choices","singular":"choice","title":[["en"],["ja"],["key"]],"default_sort":"position","fields":[{"key":"id","kind":"integer","section":"system","width":8,"readonly":true},{"key":"title","kind":"text","section":"system","width":24,"readonly":true},{"key":"external_id","kind":"text","section":"system","width":20,"readonly":true},{"key":"created_at","kind":"datetime","section":"system","readonly":true},{"key":"created_by","kind":"link","section":"system","target":"users","readonly":true},{"key":"updated_at","kind":"datetime","section":"system","readonly":true},{"key":"updated_by","kind":"link","section":"system","target":"users","readonly":true},{"key":"picklist","kind":"text","required":true,"column":1,"aliases":["list","list name","リスト","リスト名"]},{"key":"key","kind":"text","required":true,"column":2,"aliases":["value","code","値","コード"]},{"key":"ja","kind":"text","column":3,"aliases":["japanese label","日本語名","表示名"]},{"key":"en","kind":"text","column":4,"aliases":["english label","label","英語名"]},{"key":"position","kind":"integer","column":5,"width":8},{"key":"is_default","kind":"boolean","column":6,"width":8},{"key":"is_retired","kind":"boolean","column":7,"width":8},{"key":"meaning","kind":"text","column":8,"width":10}]},{"key":"custom_fields","singular":"custom_field","title":[["en"],["ja"],["key"]],"default_sort":"position","fields":[{"key":"id","kind":"integer","section":"system","width":8,"readonly":true},{"key":"title","kind":"text","section":"system","width":24,"readonly":true},{"key":"external_id","kind":"text","section":"system","width":20,"readonly":true},{"key":"created_at","kind":"datetime","section":"system","readonly":true},{"key":"created_by","kind":"link","section":"system","target":"users","readonly":true},{"key":"updated_at","kind":"datetime","section":"system","readonly":true},{"key":"updated_by","kind":"link","section":"system","target":"users","readonly":true},{"key":"record_type","kind":"text","required":true,"column":1,"width":12},{"key":"key","kind":"text","required":true,"column":2},{"key":"kind","kind":"text","required":true,"column":3,"width":10},{"key":"ja","kind":"text","column":4},{"key":"en","kind":"text","column":5},{"key":"picklist","kind":"text","column":6},{"key":"target","kind":"text","width":12},{"key":"maps_to","kind":"text","width":24},{"key":"is_required","kind":"boolean","width":8},{"key":"is_listed","kind":"boolean","width":8},{"key":"is_retired","kind":"boolean","width":8},{"key":"position","kind":"integer","width":8}]},{"key":"views","singular":"view","title":[["name"]],"fields":[{"key":"id","kind":"integer","section":"system","width":8,"readonly":true},{"key":"title","kind":"text","section":"system","width":24,"readonly":true},{"key":"external_id","kind":"text","section":"system","width":20,"readonly":true},{"key":"created_at","kind":"datetime","section":"system","readonly":true},{"key":"created_by","kind":"link","section":"system","target":"users","readonly":true},{"key":"updated_at","kind":"datetime","section":"system","readonly":true},{"key":"updated_by","kind":"link","section":"system","target":"users","readonly":true},{"key":"record_type","kind":"text","required":true,"column":1,"width":12},{"key":"name","kind":"text","required":true,"column":2,"width":24},{"key":"where","kind":"long_text","column":3,"width":40},{"key":"sort","kind":"text","column":4},{"key":"columns","kind":"text","width":40},{"key":"is_default","kind":"boolean","width":8}]},{"key":"distinct_pairs","singular":"distinct_pair","title":[["names"],["record_type"]],"fields":[{"key":"id","kind":"integer","section":"system","width":8,"readonly":true},{"key":"title","kind":"text","section":"system","width":24,"readonly":true},{"key":"external_id","kind":"text","section":"system","width":20,"readonly":true},{"key":"created_at","kind":"datetime","section":"system","readonly":true},{"key":"created_by","kind":"link","section":"system","target":"users","readonly":true},{"key":"updated_at","kind":"datetime","section":"system","readonly":true},{"key":"updated_by","kind":"link","section":"system","target":"users","readonly":true},{"key":"record_type","kind":"text","required":true,"column":2,"width":12},{"key":"low_id","kind":"integer","required":true,"column":3,"width":8},{"key":"high_id","kind":"integer","required":true,"column":4,"width":8},{"key":"names","kind":"text","column":1,"width":40}]},{"key":"assignment_rules","singular":"assignment_rule","title":[["name"]],"default_sort":"position","is_menu":true,"fields":[{"key":"id","kind":"integer","section":"system","width":8,"readonly":true},{"key":"title","kind":"text","section":"system","width":24,"readonly":true},{"key":"external_id","kind":"text","section":"system","width":20,"readonly":true},{"key":"created_at","kind":"datetime","section":"system","readonly":true},{"key":"created_by","kind":"link","section":"system","target":"users","readonly":true},{"key":"updated_at","kind":"datetime","section":"system","readonly":true},{"key":"updated_by","kind":"link","section":"system","target":"users","readonly":true},{"key":"name","kind":"text","required":true,"column":1,"width":24,"search":true,"aliases":["name","rule","ルール名"]},{"key":"position","kind":"integer","column":2,"width":8,"aliases":["order","順番"]},{"key":"record_type","kind":"choice","required":true,"choices":"ruled_type","column":3,"width":12,"default":"leads"},{"key":"condition","kind":"text","column":4,"width":36,"aliases":["where","filter","条件"]},{"key":"members","kind":"tags","required":true,"column":5,"width":24,"aliases":["members","担当者"]},{"key":"how","kind":"choice","required":true,"choices":"assignment_how","column":6,"width":12,"default":"round_robin"},{"key":"is_inactive","kind":"boolean","column":7,"width":8,"aliases":["inactive","無効"]}]},{"key":"work_rules","singular":"work_rule","title":[["name"]],"default_sort":"name","is_menu":true,"fields":[{"key":"id","kind":"integer","section":"system","width":8,"readonly":true},{"key":"title","kind":"text","section":"system","width":24,"readonly":true},{"key":"external_id","kind":"text","section":"system","width":20,"readonly":true},{"key":"created_at","kind":"datetime","section":"system","readonly":true},{"key":"created_by","kind":"link","section":"system","target":"users","readonly":true},{"key":"updated_at","kind":"datetime","section":"system","readonly":true},{"key":"updated_by","kind":"link","section":"system","target":"users","readonly":true},{"key":"name","kind":"text","required":true,"column":1,"width":24,"search":true,"aliases":["name","rule","ルール名"]},{"key":"record_type","kind":"choice","required":true,"choices":"ruled_type","column":2,"width":12,"default":"leads"},{"key":"kind","kind":"choice","required":true,"choices":"rule_kind","column":3,"default":"required"},{"key":"condition","kind":"text","column":4,"width":32,"aliases":["where","filter","条件"]},{"key":"needed","kind":"tags","column":5,"width":20,"aliases":["fields","必要な項目"]},{"key":"owners","kind":"tags","column":6,"aliases":["owners","担当できる人"]},{"key":"days","kind":"integer","column":7,"width":6,"aliases":["days","日数"]},{"key":"is_inactive","kind":"boolean","column":8,"width":8,"aliases":["inactive","無効"]}]}]');
INSERT INTO "meta" VALUES('fingerprint','0.1.0:59214:1795997153000000000');
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
INSERT INTO "notes" VALUES(1,1,'価格に関心','価格に関心','価格に関心',NULL,'2026-11-21T03:00:00Z',1,'2026-11-21T03:00:00Z',1,NULL,'価格に関心',NULL,NULL,NULL,1);
CREATE VIRTUAL TABLE "notes_search" USING fts5(pairs, content='', tokenize='ascii');
DELETE FROM notes_search_data;
INSERT INTO "notes_search_data" VALUES(1,X'0105');
INSERT INTO "notes_search_data" VALUES(10,X'000000010101010001010101');
INSERT INTO "notes_search_data" VALUES(137438953473,X'000000380730E381ABE996A20102040106E4BEA1E6A0BC0102020103E5BF830102060106E6A0BCE381AB0102030106E996A2E5BF83010205040B0B080B');
DELETE FROM notes_search_idx;
INSERT INTO "notes_search_idx" VALUES(1,X'',2);
DELETE FROM notes_search_docsize;
INSERT INTO "notes_search_docsize" VALUES(1,X'05');
DELETE FROM notes_search_config;
INSERT INTO "notes_search_config" VALUES('hashsize',16777216);
INSERT INTO "notes_search_config" VALUES('version',4);
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
INSERT INTO "users" VALUES(1,1,'sato','sato','sato',NULL,'2026-11-21T03:00:00Z',NULL,'2026-11-21T03:00:00Z',NULL,'sato',NULL,NULL,NULL);
CREATE VIRTUAL TABLE "users_search" USING fts5(pairs, content='', tokenize='ascii');
DELETE FROM users_search_data;
INSERT INTO "users_search_data" VALUES(1,X'0104');
INSERT INTO "users_search_data" VALUES(10,X'000000010101010001010101');
INSERT INTO "users_search_data" VALUES(137438953473,X'0000001F0330617401020301016F010205010273610102020102746F01020404070607');
DELETE FROM users_search_idx;
INSERT INTO "users_search_idx" VALUES(1,X'',2);
DELETE FROM users_search_docsize;
INSERT INTO "users_search_docsize" VALUES(1,X'04');
DELETE FROM users_search_config;
INSERT INTO "users_search_config" VALUES('hashsize',16777216);
INSERT INTO "users_search_config" VALUES('version',4);
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
INSERT INTO "views" VALUES(1,1,'A-rank','a-rank','',NULL,'2026-11-21T03:00:00Z',1,'2026-11-21T03:00:00Z',1,'deals','A-rank','rank=A',NULL,NULL,NULL);
CREATE VIRTUAL TABLE "views_search" USING fts5(pairs, content='', tokenize='ascii');
DELETE FROM views_search_data;
INSERT INTO "views_search_data" VALUES(1,X'0100');
INSERT INTO "views_search_data" VALUES(10,X'00000001000000');
DELETE FROM views_search_idx;
DELETE FROM views_search_docsize;
INSERT INTO "views_search_docsize" VALUES(1,X'00');
DELETE FROM views_search_config;
INSERT INTO "views_search_config" VALUES('hashsize',16777216);
INSERT INTO "views_search_config" VALUES('version',4);
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
CREATE VIRTUAL TABLE work_rules_search USING fts5(pairs, content='', tokenize='ascii');
DELETE FROM work_rules_search_data;
INSERT INTO "work_rules_search_data" VALUES(1,X'');
INSERT INTO "work_rules_search_data" VALUES(10,X'00000001000000');
DELETE FROM work_rules_search_idx;
DELETE FROM work_rules_search_docsize;
DELETE FROM work_rules_search_config;
INSERT INTO "work_rules_search_config" VALUES('hashsize',16777216);
INSERT INTO "work_rules_search_config" VALUES('version',4);
CREATE INDEX accounts_external_id ON accounts (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX accounts_order ON accounts (sort_key);
CREATE INDEX accounts_owner ON accounts (owner) WHERE owner IS NOT NULL;
CREATE INDEX accounts_parent ON accounts (parent) WHERE parent IS NOT NULL;
CREATE INDEX accounts_primary_contact ON accounts (primary_contact) WHERE primary_contact IS NOT NULL;
CREATE INDEX accounts_rank ON accounts (id, sort_key);
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
CREATE INDEX assignment_rules_external_id ON assignment_rules (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX assignment_rules_order ON assignment_rules (sort_key);
CREATE INDEX attachments_account ON attachments (account) WHERE account IS NOT NULL;
CREATE INDEX attachments_contact ON attachments (contact) WHERE contact IS NOT NULL;
CREATE INDEX attachments_deal ON attachments (deal) WHERE deal IS NOT NULL;
CREATE INDEX attachments_external_id ON attachments (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX attachments_lead ON attachments (lead) WHERE lead IS NOT NULL;
CREATE INDEX attachments_order ON attachments (sort_key);
CREATE INDEX changes_of_record ON changes (record_type, record_id);
CREATE INDEX changes_of_run ON changes (record_type, last_id) WHERE last_id > record_id;
CREATE INDEX choices_external_id ON choices (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX choices_order ON choices (sort_key);
CREATE INDEX contacts_account ON contacts (account) WHERE account IS NOT NULL;
CREATE INDEX contacts_external_id ON contacts (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX contacts_order ON contacts (sort_key);
CREATE INDEX contacts_owner ON contacts (owner) WHERE owner IS NOT NULL;
CREATE INDEX contacts_rank ON contacts (id, sort_key);
CREATE INDEX contacts_reports_to ON contacts (reports_to) WHERE reports_to IS NOT NULL;
CREATE INDEX custom_fields_external_id ON custom_fields (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX custom_fields_order ON custom_fields (sort_key);
CREATE INDEX deals_account ON deals (account) WHERE account IS NOT NULL;
CREATE INDEX deals_external_id ON deals (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX deals_order ON deals (sort_key);
CREATE INDEX deals_owner ON deals (owner) WHERE owner IS NOT NULL;
CREATE INDEX deals_primary_contact ON deals (primary_contact) WHERE primary_contact IS NOT NULL;
CREATE INDEX deals_rank ON deals (id, sort_key);
CREATE INDEX distinct_pairs_external_id ON distinct_pairs (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX distinct_pairs_of ON distinct_pairs (record_type, low_id, high_id);
CREATE INDEX distinct_pairs_order ON distinct_pairs (sort_key);
CREATE INDEX ix_activities_due_on ON activities (due_on);
CREATE INDEX ix_activities_start_at ON activities (start_at);
CREATE INDEX ix_activities_status ON activities (status);
CREATE INDEX ix_changes_batch ON changes (batch);
CREATE INDEX ix_choices_picklist ON choices (picklist);
CREATE INDEX ix_import_mappings_headers ON import_mappings (headers);
CREATE INDEX leads_converted_account ON leads (converted_account) WHERE converted_account IS NOT NULL;
CREATE INDEX leads_converted_by ON leads (converted_by) WHERE converted_by IS NOT NULL;
CREATE INDEX leads_converted_contact ON leads (converted_contact) WHERE converted_contact IS NOT NULL;
CREATE INDEX leads_converted_deal ON leads (converted_deal) WHERE converted_deal IS NOT NULL;
CREATE INDEX leads_external_id ON leads (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX leads_open ON leads (sort_key) WHERE converted_at IS NULL;
CREATE INDEX leads_owner ON leads (owner) WHERE owner IS NOT NULL;
CREATE INDEX leads_rank ON leads (id, sort_key) WHERE converted_at IS NULL;
CREATE INDEX notes_account ON notes (account) WHERE account IS NOT NULL;
CREATE INDEX notes_contact ON notes (contact) WHERE contact IS NOT NULL;
CREATE INDEX notes_deal ON notes (deal) WHERE deal IS NOT NULL;
CREATE INDEX notes_external_id ON notes (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX notes_lead ON notes (lead) WHERE lead IS NOT NULL;
CREATE INDEX notes_order ON notes (sort_key);
CREATE INDEX redirects_external_id ON redirects (record_type, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX users_external_id ON users (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX users_order ON users (sort_key);
CREATE INDEX users_rank ON users (id, sort_key);
CREATE INDEX views_external_id ON views (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX views_order ON views (sort_key);
CREATE INDEX work_rules_external_id ON work_rules (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX work_rules_order ON work_rules (sort_key);
COMMIT;
