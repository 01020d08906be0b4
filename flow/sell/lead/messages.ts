/** What a lead says when something is refused, and what to do about it. */
import { say } from '../../../kernel/label.ts'
import { duplicateMessages } from '../duplicate.ts'
import { erasureMessages } from '../erasure.ts'
import { mergeMessages } from '../mergeStep.ts'

export const messages = {
  ...duplicateMessages('LEAD'),
  ...erasureMessages,
  ...mergeMessages,
  LEAD_NAME_REQUIRED: say('请填写公司名称或联系人', 'Give a company or a contact name'),
  LEAD_CONTACT_METHOD_REQUIRED: say(
    '请至少填写一种联系方式：手机、电话、邮箱或微信',
    'Give at least one way to reach them: mobile, telephone, e-mail or WeChat',
  ),
  LEAD_OWNER_FORBIDDEN: say(
    '您的角色不能指定线索负责人，请留空负责人，线索将进入公海',
    'Your role cannot name an owner; leave it empty and the lead goes to the pool',
  ),
  TARGET_INACTIVE: say('所选负责人已停用，请选择在职人员', 'That person is not active; choose someone who is'),
  POOL_MISSING: say(
    '尚未设置默认公海，请联系流程负责人设置',
    'No default pool is set up; ask the process owner to set one',
  ),
  POOL_NOT_MEMBER: say(
    '您不是该公海成员，请联系公海管理员加入',
    'You are no member of this pool; ask its administrator',
  ),
  POOL_TARGET_NOT_MEMBER: say(
    '所选负责人不是公海“{pool}”的成员，请换人或先加入公海',
    'That person is no member of pool “{pool}”; choose another or add them first',
  ),
  POOL_ADMIN_ONLY: say(
    '仅销售主管或公海管理员可以分配',
    'Only a sales manager or an administrator of the pool may assign',
  ),
  POOL_CLAIM_QUOTA: say(
    '今日领取已达上限{limit}，请明天再领',
    'Daily claim limit {limit} reached; claim again tomorrow',
  ),
  POOL_HOLDING_LIMIT: say(
    '保有量已达上限{limit}，请先转化、退回或判为无效部分线索',
    'Holding limit {limit} reached; convert, release or disqualify some first',
  ),
  POOL_COOLDOWN: say(
    '退回后{days}天内不可再次领取，{date}后可领',
    'Released less than {days} days ago; its former owner may claim again from {date}',
  ),
  POOL_ALREADY_CLAIMED: say('已被{owner}领取，请选择其他线索', 'Already claimed by {owner}; choose another one'),
  NURTURE_DATE_REQUIRED: say(
    '请填写{days}天以内的下次培育时间',
    'Give the time of the next touch, in the future and at most {days} days ahead',
  ),
  NURTURE_NO_SIGN: say(
    '转培育后尚无客户回应且评分低于{min}，请先记录一次有效接通',
    'No reply since nurturing began and the score is below {min}; record a connected activity first',
  ),
  LEAD_BANT_INCOMPLETE: say(
    '合格条件未满足：BANT 已满足{n}项，至少{min}项且需求必须明确；请补充 BANT 信息',
    'BANT met {n}, at least {min} needed including need; complete the BANT fields',
  ),
  LEAD_SCORE_TOO_LOW: say(
    '评分{score}低于{min}，请继续跟进，或由销售主管说明原因后放行',
    'Score {score} is below {min}; work on, or a manager lets it pass with a reason',
  ),
  LEAD_NO_CONTACT: say(
    '尚无接通的跟进记录，请先联系客户并记录',
    'No connected activity yet; reach them and record it first',
  ),
  LEAD_NOT_QUALIFIED: say('线索尚未判为合格，请先执行“判为合格”', 'Not qualified yet; qualify it first'),
  LEAD_DUPLICATE_OPEN: say(
    '存在未处理的重复线索，由{owner}（{dept}）持有，请先合并或判为无效',
    'An open duplicate is held by {owner} ({dept}); merge or disqualify it first',
  ),
  LEAD_PARTY_INCOMPLETE: say('转化前请填写联系人', 'Fill in the contact before converting'),
  DO_NOT_CONTACT: say(
    '客户要求禁止联系，取得同意并取消标记后方可转化',
    'Marked “do not contact”; get consent and unset it first',
  ),
  LEAD_ACCOUNT_HIDDEN: say(
    '该客户由{owner}（{dept}）负责，请联系其协作或由主管转移',
    'This customer is held by {owner} ({dept}); ask them, or have a manager transfer it',
  ),
  ACCOUNT_MERGED: say(
    '该客户已被合并，请选择合并后的客户',
    'That account was merged; choose the one it was merged into',
  ),
  ATTEMPTS_TOO_FEW: say(
    '“联系不上”须在至少2天内尝试3次以上，目前{n}次，请继续尝试并记录',
    'Unreachable needs 3 attempts on at least 2 days, so far {n}; try again and record it',
  ),
  DISQUALIFY_NOTE_REQUIRED: say('选择“其他”时请填写说明', 'Add a note when the reason is “other”'),
  LEAD_FALSE_INFO: say(
    '虚假信息的线索不能重新激活，请新建线索',
    'A lead of false information stays closed; create a new one',
  ),
  MERGE_TARGET_INVALID: say(
    '合并目标须是另一条未关闭或已转化的线索，请重新选择',
    'Choose another lead that is open or converted as the one to keep',
  ),
  EXTENSION_USED: say('每次持有只能申请一次延期', 'An extension can be asked for once per holding only'),
  EXTENSION_NOT_ASKED: say('没有待审批的延期申请', 'No extension is waiting for approval'),
  OWNER_ONLY: say('仅负责人可以操作，请联系其负责人', 'Only its owner may do this; ask them'),
  PROTECT_DATE_PAST: say(
    '保护期须晚于今天，请重新选择日期',
    'The protection must end after today; choose a later date',
  ),
} as const
