control "Baseline.9" {
  slug     = "iam-role-users-need-mfa"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Secure access management"]
  title = {
    en = "IAM users need MFA to assume a role"
    ja = "IAM ユーザーによるロールの引き受けに MFA を必須としている"
  }
  why = {
    en = "A stolen password or access key is enough to take over every role that trusts the user. With a condition on MFA the thief also needs the device."
    ja = "パスワードやアクセスキーが盗まれると、そのユーザーを信頼するすべてのロールが奪われます。MFA を条件にすれば、デバイスも奪わない限り引き受けられません。"
  }
  decides = "checked"
  notes = {
    en = "A control of this project. It follows item 2 of AWS's Top 10 security items to improve in your AWS account (use multi-factor authentication). Judged are statements that name IAM users; people who come by federation get MFA from their identity provider, and an account as principal leaves the choice to that account. BoolIfExists in an Allow does not count, because a plain access key carries no MFA key. A Deny counts for the users that it names, if MFA is its only condition."
    ja = "本プロジェクト独自のコントロールです。AWS の「AWS アカウントのセキュリティを改善するための 10 か条」の第 2 条 (多要素認証の利用) に対応し、IAM ユーザーを名指しするステートメントを判定します。フェデレーションの利用者の MFA は IdP 側で設定し、アカウントをプリンシパルとする場合はそのアカウントに委ねます。アクセスキーのみの要求には MFA のキーが含まれないため、Allow での BoolIfExists は認めません。Deny は、条件が MFA だけの場合に、指定したユーザーについて認めます。"
  }
  frameworks = {
    "cis-aws-1.2"                   = ["1.2"]
    "cis-aws-1.4"                   = ["1.10"]
    "cis-aws-3.0"                   = ["1.10"]
    "cis-aws-5.0"                   = ["1.9"]
    "aws-well-architected-security" = ["SEC02-BP01"]
  }

  check "aws_iam_role" {
    locals {
      statements = [for statement in try(policy(attrs.assume_role_policy).statements, []) : {
        allows = actions_allow(statement, "sts:AssumeRole")
        denies = actions_deny(statement, "sts:AssumeRole")
        people = [for principal in statement.principals : {
          id      = principal.id
          name    = target(principal.id, "aws_iam_user", "data.aws_iam_user") == null ? principal.id : address(target(principal.id, "aws_iam_user", "data.aws_iam_user"))
          account = principal_account(principal)
          kind    = principal_kind(principal)
        }]
        with_mfa = any([for condition in statement.conditions : any([
          all([
            lower(condition.operator) == "bool",
            lower(condition.key) == "aws:multifactorauthpresent",
            all([for value in condition.values : lower(value) == "true"]),
          ]),
          all([
            contains(["numericlessthan", "numericlessthanequals"], lower(condition.operator)),
            lower(condition.key) == "aws:multifactorauthage",
          ]),
          all([
            lower(condition.operator) == "null",
            lower(condition.key) == "aws:multifactorauthage",
            all([for value in condition.values : lower(value) == "false"]),
          ]),
        ])])
        without_mfa = length(statement.conditions) == 0 ? false : all([for condition in statement.conditions : all([
          lower(condition.operator) == "boolifexists",
          lower(condition.key) == "aws:multifactorauthpresent",
          any([for value in condition.values : lower(value) == "false"]),
        ])])
      }]
      for_users = [for statement in local.statements : statement if all([statement.allows, any([for one in statement.people : one.kind == "user"])])]
      users     = distinct(flatten([for statement in local.for_users : [for one in statement.people : one.id if one.kind == "user"]]))
      denied    = flatten([for statement in local.statements : statement.people if all([statement.denies, statement.without_mfa])])
    }
    enforce {
      condition = all([for statement in local.for_users : any([
        statement.with_mfa,
        all([for user in statement.people : any([user.kind != "user", any([for one in local.denied : any([
          one.kind == "everyone",
          same(one.name, user.name),
          one.kind == "account" ? same(one.account, user.account) : false,
        ])])])]),
      ])])
      at = "assume_role_policy"
      error_message = {
        en = "IAM users may assume the role without MFA"
        ja = "IAM ユーザーが MFA なしでロールを引き受けられる"
      }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "refuse users who signed in without MFA"
        ja = "MFA なしの IAM ユーザーからの引き受けを拒否する"
      }
      warning = {
        en = "People without an MFA device, and scripts that assume the role with a user's access key, are locked out."
        ja = "MFA を登録していない利用者や、アクセスキーでロールを引き受けているスクリプトは利用できなくなります。"
      }
      statement "assume_role_policy" {
        sid     = "DenyUsersWithoutMFA"
        effect  = "Deny"
        actions = ["sts:AssumeRole"]
        principals {
          type        = "AWS"
          identifiers = local.users
        }
        condition {
          test     = "BoolIfExists"
          variable = "aws:MultiFactorAuthPresent"
          values   = ["false"]
        }
      }
    }
  }

  remediation {
    console = {
      en = ["Open the role in the IAM console and choose Trust relationships.", "Add the condition Bool aws:MultiFactorAuthPresent = true to the statement that names users.", "Update the policy and try to assume the role with and without MFA."]
      ja = ["IAM コンソールでロールを開き「信頼関係」タブを選ぶ。", "ユーザーを指定しているステートメントに Bool aws:MultiFactorAuthPresent = true の条件を加える。", "ポリシーを更新し、MFA の有無それぞれで引き受けを試す。"]
    }
    cli = "aws iam update-assume-role-policy --role-name ROLE --policy-document file://trust.json"
  }

  example "fail" "no condition" {
    resource "aws_iam_role" "operator" {
      name = "operator"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::111122223333:user/hanako" } }]
      })
    }
  }

  example "fixed" "no condition" {
    resource "aws_iam_role" "operator" {
      name = "operator"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::111122223333:user/hanako" } }, { Sid = "DenyUsersWithoutMFA", Effect = "Deny", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::111122223333:user/hanako" }, Condition = { BoolIfExists = { "aws:MultiFactorAuthPresent" = "false" } } }]
      })
    }
  }

  example "fail" "conditions that do not ask for MFA" {
    resource "aws_iam_role" "if_exists" {
      name = "if_exists"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::111122223333:user/hanako" }, Condition = { BoolIfExists = { "aws:MultiFactorAuthPresent" = "true" } } }]
      })
    }

    resource "aws_iam_role" "without" {
      name = "without"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::111122223333:user/hanako" }, Condition = { Bool = { "aws:MultiFactorAuthPresent" = "false" } } }]
      })
    }

    resource "aws_iam_role" "transport" {
      name = "transport"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::111122223333:user/hanako" }, Condition = { Bool = { "aws:SecureTransport" = "true" } } }]
      })
    }

    resource "aws_iam_role" "old" {
      name = "old"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::111122223333:user/hanako" }, Condition = { NumericGreaterThan = { "aws:MultiFactorAuthAge" = "3600" } } }]
      })
    }

    resource "aws_iam_role" "other_number" {
      name = "other_number"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::111122223333:user/hanako" }, Condition = { NumericLessThan = { "aws:TokenIssueTime" = "3600" } } }]
      })
    }
  }

  example "fail" "denials that do not ask for MFA" {
    resource "aws_iam_role" "transport" {
      name = "transport"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::111122223333:user/hanako" } }, { Effect = "Deny", Action = "sts:AssumeRole", Principal = "*", Condition = { BoolIfExists = { "aws:SecureTransport" = "false" } } }]
      })
    }

    resource "aws_iam_role" "key_missing" {
      name = "key_missing"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::111122223333:user/hanako" } }, { Effect = "Deny", Action = "sts:AssumeRole", Principal = "*", Condition = { Bool = { "aws:MultiFactorAuthPresent" = "false" } } }]
      })
    }

    resource "aws_iam_role" "backwards" {
      name = "backwards"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::111122223333:user/hanako" } }, { Effect = "Deny", Action = "sts:AssumeRole", Principal = "*", Condition = { BoolIfExists = { "aws:MultiFactorAuthPresent" = "true" } } }]
      })
    }

    resource "aws_iam_role" "tags" {
      name = "tags"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::111122223333:user/hanako" } }, { Effect = "Deny", Action = "sts:TagSession", Principal = "*", Condition = { BoolIfExists = { "aws:MultiFactorAuthPresent" = "false" } } }]
      })
    }

    resource "aws_iam_role" "allowed" {
      name = "allowed"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::111122223333:user/hanako" } }, { Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" }, Condition = { BoolIfExists = { "aws:MultiFactorAuthPresent" = "false" } } }]
      })
    }
  }

  example "pass" "a condition on MFA" {
    resource "aws_iam_role" "operator" {
      name = "operator"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::111122223333:user/hanako" }, Condition = { Bool = { "aws:MultiFactorAuthPresent" = "true" } } }]
      })
    }

    resource "aws_iam_role" "recent" {
      name = "recent"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::111122223333:user/hanako" }, Condition = { NumericLessThan = { "aws:MultiFactorAuthAge" = "3600" } } }]
      })
    }

    resource "aws_iam_role" "recent_or_equal" {
      name = "recent_or_equal"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::111122223333:user/hanako" }, Condition = { NumericLessThanEquals = { "aws:MultiFactorAuthAge" = "3600" } } }]
      })
    }
  }

  example "pass" "a denial beside it" {
    resource "aws_iam_role" "operator" {
      name = "operator"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::111122223333:user/hanako" } }, { Effect = "Deny", Action = "sts:*", Principal = "*", Condition = { BoolIfExists = { "aws:MultiFactorAuthPresent" = "false" } } }]
      })
    }
  }

  example "pass" "services, roles and accounts" {
    resource "aws_iam_role" "service" {
      name = "service"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
      })
    }

    resource "aws_iam_role" "role" {
      name = "role"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::111122223333:role/ci" } }]
      })
    }

    resource "aws_iam_role" "account" {
      name = "account"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::111122223333:root" } }]
      })
    }

    resource "aws_iam_role" "session" {
      name = "session"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:TagSession", Principal = { AWS = "arn:aws:iam::111122223333:user/hanako" } }]
      })
    }
  }

  example "fail" "a user of the configuration" {
    resource "aws_iam_user" "hanako" {
      name = "hanako"
    }

    data "aws_iam_policy_document" "trust" {
      statement {
        actions = ["sts:AssumeRole"]
        principals {
          type        = "AWS"
          identifiers = [aws_iam_user.hanako.arn]
        }
      }
    }

    resource "aws_iam_role" "operator" {
      name               = "operator"
      assume_role_policy = data.aws_iam_policy_document.trust.json
    }

    resource "aws_iam_role" "auditor" {
      name = "auditor"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = aws_iam_user.hanako.arn } }]
      })
    }
  }

  example "pass" "a role and the account of the configuration" {
    data = { "data.aws_caller_identity.current" = { account_id = "111122223333" } }

    data "aws_caller_identity" "current" {}

    resource "aws_iam_role" "base" {
      name = "base"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" } }]
      })
    }

    resource "aws_iam_role" "operator" {
      name = "operator"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = aws_iam_role.base.arn } }]
      })
    }
  }

  example "unknown" "the principal is decided at apply" {
    resource "terraform_data" "principal" {
      input = "arn:aws:iam::111122223333:user/hanako"
    }

    resource "aws_iam_role" "operator" {
      name = "operator"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = terraform_data.principal.output } }]
      })
    }
  }

  example "fail" "denials for others, or with another condition" {
    resource "aws_iam_role" "one_of_two" {
      name = "one_of_two"
      assume_role_policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = ["arn:aws:iam::111122223333:user/hanako", "arn:aws:iam::111122223333:user/taro"] } },
          { Effect = "Deny", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::111122223333:user/hanako" }, Condition = { BoolIfExists = { "aws:MultiFactorAuthPresent" = "false" } } },
        ]
      })
    }

    resource "aws_iam_role" "region" {
      name = "region"
      assume_role_policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::111122223333:user/hanako" } },
          { Effect = "Deny", Action = "sts:AssumeRole", Principal = "*", Condition = { BoolIfExists = { "aws:MultiFactorAuthPresent" = "false" }, StringEquals = { "aws:RequestedRegion" = "eu-west-1" } } },
        ]
      })
    }

    resource "aws_iam_role" "account" {
      name = "account"
      assume_role_policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::111122223333:user/hanako" } },
          { Effect = "Deny", Action = "sts:AssumeRole", Principal = { AWS = "444455556666" }, Condition = { BoolIfExists = { "aws:MultiFactorAuthPresent" = "false" } } },
        ]
      })
    }

    resource "aws_iam_role" "role" {
      name = "role"
      assume_role_policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::111122223333:user/hanako" } },
          { Effect = "Deny", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::111122223333:role/ci" }, Condition = { BoolIfExists = { "aws:MultiFactorAuthPresent" = "false" } } },
        ]
      })
    }

    resource "aws_iam_role" "never" {
      name = "never"
      assume_role_policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::111122223333:user/hanako" }, Condition = { Null = { "aws:MultiFactorAuthAge" = "true" } } },
        ]
      })
    }

    resource "aws_iam_role" "another_key" {
      name = "another_key"
      assume_role_policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::111122223333:user/hanako" }, Condition = { Null = { "aws:TokenIssueTime" = "false" } } },
        ]
      })
    }
  }

  example "pass" "the age of MFA is there" {
    resource "aws_iam_role" "operator" {
      name = "operator"
      assume_role_policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::111122223333:user/hanako" }, Condition = { Null = { "aws:MultiFactorAuthAge" = "false" } } },
        ]
      })
    }
  }

  example "pass" "a denial for a user of the account that runs Terraform, whichever it is" {
    data "aws_caller_identity" "current" {}

    resource "aws_iam_role" "operator" {
      name = "operator"
      assume_role_policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:user/hanako" } },
          { Effect = "Deny", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:user/hanako" }, Condition = { BoolIfExists = { "aws:MultiFactorAuthPresent" = "false" } } },
        ]
      })
    }
  }

  example "pass" "denials for these users" {
    resource "aws_iam_role" "both" {
      name = "both"
      assume_role_policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = ["arn:aws:iam::111122223333:user/hanako", "arn:aws:iam::111122223333:user/taro"] } },
          { Effect = "Deny", Action = "sts:AssumeRole", Principal = { AWS = ["arn:aws:iam::111122223333:user/hanako", "arn:aws:iam::111122223333:user/taro"] }, Condition = { BoolIfExists = { "aws:MultiFactorAuthPresent" = "false" } } },
        ]
      })
    }

    resource "aws_iam_role" "apart" {
      name = "apart"
      assume_role_policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = ["arn:aws:iam::111122223333:user/hanako", "arn:aws:iam::111122223333:user/taro"] } },
          { Effect = "Deny", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::111122223333:user/taro" }, Condition = { BoolIfExists = { "aws:MultiFactorAuthPresent" = "false" } } },
          { Effect = "Deny", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::111122223333:user/hanako" }, Condition = { BoolIfExists = { "aws:MultiFactorAuthPresent" = "false" } } },
        ]
      })
    }

    resource "aws_iam_role" "account" {
      name = "account"
      assume_role_policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = ["arn:aws:iam::111122223333:user/hanako", "arn:aws:iam::111122223333:user/taro"] } },
          { Effect = "Deny", Action = "sts:AssumeRole", Principal = { AWS = "111122223333" }, Condition = { BoolIfExists = { "aws:MultiFactorAuthPresent" = "false" } } },
        ]
      })
    }

    resource "aws_iam_user" "hanako" {
      name = "hanako"
    }

    resource "aws_iam_role" "reference" {
      name = "reference"
      assume_role_policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = [aws_iam_user.hanako.arn, "arn:aws:iam::111122223333:role/ci"] } },
          { Effect = "Deny", Action = "sts:AssumeRole", Principal = { AWS = aws_iam_user.hanako.arn }, Condition = { BoolIfExists = { "aws:MultiFactorAuthPresent" = "false" } } },
        ]
      })
    }
  }
}
