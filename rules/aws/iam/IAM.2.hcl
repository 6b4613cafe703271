control "IAM.2" {
  slug     = "iam-user-no-policies"
  aliases  = []
  severity = "low"
  category = ["Protect", "Secure access management"]
  title = {
    en = "IAM users get their permissions from groups"
    ja = "IAM ユーザーに直接ポリシーを付与していない"
  }
  why = {
    en = "Permissions given to single users add up unseen and stay when a job changes. Given to groups or roles they can be reviewed in one place."
    ja = "ユーザーに個別に付けた権限は、気付かないうちに増え、異動後も残ります。グループやロールに付ければ、1 か所で見直せます。"
  }
  decides = "checked"
  notes = {
    en = "Users whose name starts with ses-smtp-user. are not judged: Amazon SES makes them with an inline policy."
    ja = "名前が ses-smtp-user. で始まるユーザーは、Amazon SES がインラインポリシー付きで作成するため対象外です。"
  }
  config_rule = "iam-user-no-policies-check"
  frameworks = {
    "aws-fsbp"       = ["IAM.2"]
    "pci-dss-3.2.1"  = ["7.2.1"]
    "cis-aws-1.2"    = ["1.16"]
    "nist-800-53-r5" = ["AC-2", "AC-2(1)", "AC-3", "AC-3(15)", "AC-3(7)", "AC-6", "AC-6(3)"]
  }

  check "aws_iam_user" {
    # A name that is not known matters only to a user with a policy.
    filter = possible(local.judged)
    locals {
      judged = !startswith(attrs.name, "ses-smtp-user.")
    }
    enforce {
      condition = !all([
        local.judged,
        any([
          exists(companions("aws_iam_user_policy", "user")),
          exists(companions("aws_iam_user_policy_attachment", "user")),
          exists(companions("aws_iam_policy_attachment", "users")),
          any([for exclusive in companions("aws_iam_user_policy_attachments_exclusive", "user_name") : is_set(exclusive.policy_arns)]),
          any([for exclusive in companions("aws_iam_user_policies_exclusive", "user_name") : is_set(exclusive.policy_names)]),
        ]),
      ])
      error_message = {
        en = "the user has a policy of its own"
        ja = "ユーザーに直接ポリシーが付与されている"
      }
    }
  }

  check "aws_iam_user_policy" "aws_iam_user_policy_attachment" {
    filter = target(attrs.user, "aws_iam_user") == null
    enforce {
      condition = startswith(attrs.user, "ses-smtp-user.")
      at        = "user"
      error_message = {
        en = "the user ${attrs.user} gets a policy of its own"
        ja = "ユーザー ${attrs.user} に直接ポリシーを付与している"
      }
    }
  }

  no_fix = {
    en = "which group the user belongs to is for people to decide: attach the policy to an aws_iam_group, add the user with aws_iam_user_group_membership, then remove the policy from the user"
    ja = "どのグループに入れるかは人が決める必要がある。ポリシーを aws_iam_group に付け、aws_iam_user_group_membership でユーザーを追加してから、ユーザーのポリシーを外す"
  }

  remediation {
    console = {
      en = ["Open User groups in the IAM console and create or choose a group with the policies that are needed.", "Add the user to the group.", "Open the user and remove each policy that is attached directly."]
      ja = ["IAM コンソールの「ユーザーグループ」で、必要なポリシーを持つグループを作るか選ぶ。", "ユーザーをグループに追加する。", "ユーザーを開き、直接付与されているポリシーを削除する。"]
    }
    cli = "aws iam add-user-to-group --group-name GROUP --user-name USER && aws iam detach-user-policy --user-name USER --policy-arn POLICY_ARN"
  }

  example "fail" "a policy attached to the user" {
    resource "aws_iam_user" "alice" {
      name = "alice"
    }

    resource "aws_iam_user_policy_attachment" "alice" {
      user       = aws_iam_user.alice.name
      policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    }
  }

  example "fail" "an inline policy" {
    resource "aws_iam_user" "alice" {
      name = "alice"
    }

    resource "aws_iam_user_policy" "alice" {
      name = "read"
      user = aws_iam_user.alice.name
      policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }]
      })
    }
  }

  example "fail" "lists of users and of policies" {
    resource "aws_iam_user" "alice" {
      name = "alice"
    }

    resource "aws_iam_policy_attachment" "readers" {
      name       = "readers"
      users      = [aws_iam_user.alice.name]
      policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    }

    resource "aws_iam_user" "bob" {
      name = "bob"
    }

    resource "aws_iam_user_policy_attachments_exclusive" "bob" {
      user_name   = aws_iam_user.bob.name
      policy_arns = ["arn:aws:iam::aws:policy/ReadOnlyAccess"]
    }

    resource "aws_iam_user" "carol" {
      name = "carol"
    }

    resource "aws_iam_user_policies_exclusive" "carol" {
      user_name    = aws_iam_user.carol.name
      policy_names = ["read"]
    }
  }

  example "fail" "a user from elsewhere" {
    resource "aws_iam_user_policy_attachment" "legacy" {
      user       = "legacy"
      policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    }
  }

  example "pass" "permissions by a group" {
    resource "aws_iam_group" "readers" {
      name = "readers"
    }

    resource "aws_iam_group_policy_attachment" "readers" {
      group      = aws_iam_group.readers.name
      policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    }

    resource "aws_iam_user" "alice" {
      name = "alice"
    }

    resource "aws_iam_user_group_membership" "alice" {
      user   = aws_iam_user.alice.name
      groups = [aws_iam_group.readers.name]
    }

    resource "aws_iam_user_policy_attachments_exclusive" "alice" {
      user_name   = aws_iam_user.alice.name
      policy_arns = []
    }

    resource "aws_iam_user_policies_exclusive" "alice" {
      user_name    = aws_iam_user.alice.name
      policy_names = []
    }
  }

  example "pass" "a user for sending mail" {
    resource "aws_iam_user" "mail" {
      name = "ses-smtp-user.20260101-000000"
    }

    resource "aws_iam_user_policy" "mail" {
      name = "send"
      user = aws_iam_user.mail.name
      policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "ses:SendRawEmail", Resource = "*" }]
      })
    }

    resource "aws_iam_user_policy_attachment" "legacy_mail" {
      user       = "ses-smtp-user.20200101-000000"
      policy_arn = "arn:aws:iam::aws:policy/AmazonSESFullAccess"
    }
  }

  example "pass" "a user without policies whose name is not known yet" {
    resource "terraform_data" "name" {
      input = "alice"
    }

    resource "aws_iam_user" "alice" {
      name = tostring(terraform_data.name.output)
    }
  }

  example "unknown" "a user with a policy that may be one for sending mail" {
    resource "terraform_data" "name" {
      input = "alice"
    }

    resource "aws_iam_user" "alice" {
      name = tostring(terraform_data.name.output)
    }

    resource "aws_iam_user_policy_attachment" "alice" {
      user       = aws_iam_user.alice.name
      policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    }
  }

  example "unknown" "which user is meant is decided at apply" {
    resource "terraform_data" "flag" {
      input = true
    }

    resource "aws_iam_user" "alice" {
      name = "alice"
    }

    resource "aws_iam_user_policy_attachment" "reader" {
      user       = tobool(terraform_data.flag.output) ? "alice" : "bob"
      policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    }
  }
}
