control "SSM.1" {
  slug     = "ec2-instance-managed-by-ssm"
  aliases  = []
  severity = "medium"
  category = ["Identify", "Inventory"]
  title = {
    en = "EC2 instances may register with Systems Manager"
    ja = "EC2 インスタンスが Systems Manager で管理されている"
  }
  why = {
    en = "Machines outside Systems Manager are not patched, inventoried or reached through it: old software stays unnoticed, and people open SSH ports instead."
    ja = "Systems Manager の管理外のマシンは、パッチ適用やインベントリの対象から漏れます。古いソフトウェアに気付けず、SSH ポートを開ける原因にもなります。"
  }
  decides = "partly"
  limits = {
    en = "Whether the agent runs and reaches the service is a runtime fact. Judged is the permission without which it cannot register: an instance profile whose role may register, or the default host management of the Region. Where a profile, role or policy comes from outside the configuration, the verdict is unknown."
    ja = "エージェントが動作し、サービスに接続できているかは実行時の情報です。ここでは登録に必要な権限、つまり登録を許可されたロールを持つインスタンスプロファイル、またはリージョンのデフォルトホスト管理設定を判定します。構成外のプロファイル、ロール、ポリシーが関わる場合は判定不能とします。"
  }
  config_rule = "ec2-instance-managed-by-systems-manager"
  frameworks = {
    "aws-fsbp"       = ["SSM.1"]
    "pci-dss-3.2.1"  = ["2.4"]
    "nist-800-53-r5" = ["CA-9(1)", "CM-2", "CM-2(2)", "CM-8", "CM-8(1)", "CM-8(2)", "CM-8(3)", "SA-15(2)", "SA-15(8)", "SA-3", "SI-2(3)"]
  }
  frameworks_derived = {
    "aws-well-architected-security" = ["SEC01-BP06", "SEC06-BP04", "SEC06-BP05"]
    "iso-27001-2022"                = ["A.5.26"]
    "soc2"                          = ["cc_3_2", "cc_7_1"]
    "nist-csf-2.0"                  = ["ac_3"]
  }

  check "aws_instance" "aws_spot_instance_request" {
    locals {
      default_management = any([for setting in in_scope("aws_ssm_service_setting") : endswith(setting.setting_id, "/ssm/managed-instance/default-ec2-instance-management-role")])
      template           = launch_template(attrs.launch_template)
      inherited          = default(one(default(attribute(local.template, "iam_instance_profile[*].name"), [])), one(default(attribute(local.template, "iam_instance_profile[*].arn"), [])))
      profile_name       = default(attrs.iam_instance_profile, local.inherited)
      # A role and its profile often share a name, so each is looked up among its own kind.
      profiles  = concat(owners_of(local.template, "aws_iam_instance_profile", "iam_instance_profile[*].name"), owners_of(local.template, "aws_iam_instance_profile", "iam_instance_profile[*].arn"))
      profile   = default(target(attrs.iam_instance_profile, "aws_iam_instance_profile", "data.aws_iam_instance_profile"), !is_set(attrs.iam_instance_profile) ? try(local.profiles[0], null) : null)
      roles     = owners_of(local.profile, "aws_iam_role", "role")
      role      = try(local.roles[0], null)
      arns = concat(
        [for attachment in companions_of(local.role, "aws_iam_role_policy_attachment", "role") : attachment.policy_arn],
        [for attachment in companions_of(local.role, "aws_iam_policy_attachment", "roles") : attachment.policy_arn],
        default(attribute(local.role, "managed_policy_arns"), [])[*],
      )
      documents = concat(
        [for inline in companions_of(local.role, "aws_iam_role_policy", "role") : inline.policy],
        [for inline in default(attribute(local.role, "inline_policy"), []) : inline.policy],
        [for arn in local.arns : attribute(target(arn), "policy")],
      )
      opaque = any([for arn in local.arns : all([target(arn) == null, length(regexall(":iam::aws:policy/", arn)) == 0])])
      # A profile, role or policy that another configuration declares.
      outside = any([all([local.role == null, is_set(local.profile_name)]), local.opaque])
      permitted = any([
        any([for arn in local.arns : all([target(arn, "aws_iam_policy") == null, length(regexall(":iam::aws:policy/(service-role/)?(AmazonSSMManagedInstanceCore|AmazonSSMManagedEC2InstanceDefaultPolicy|AmazonEC2RoleforSSM|AmazonSSMFullAccess|AdministratorAccess|PowerUserAccess)$", arn)) > 0])]),
        any([for document in local.documents : any([for statement in try(policy(document).statements, []) : actions_allow(statement, "ssm:UpdateInstanceInformation")])]),
      ])
    }
    enforce {
      condition = any([local.default_management, local.permitted, all([local.outside, undecided("what a profile, role or policy from elsewhere permits")])])
      at        = "iam_instance_profile"
      error_message = {
        en = "the instance has no permission to register with Systems Manager"
        ja = "インスタンスに Systems Manager へ登録する権限がない"
      }
    }
    fix {
      when   = local.role != null
      class  = "unsafe"
      impact = "adds-resource"
      summary = {
        en = "let the instance's role register with Systems Manager"
        ja = "インスタンスのロールに Systems Manager への登録を許可する"
      }
      warning = {
        en = "Whoever may use Session Manager or Run Command can then work on the instance."
        ja = "Session Manager や Run Command の権限を持つ人が、このインスタンスを操作できるようになります。"
      }
      on = local.role
      resource "aws_iam_role_policy_attachment" "ssm" {
        role       = self.name
        policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
      }
    }
    fix {
      when   = meta.type == "aws_spot_instance_request"
      class  = "needs-input"
      impact = "replaces"
      summary = {
        en = "give the instance a profile that may register with Systems Manager"
        ja = "Systems Manager への登録を許可したプロファイルをインスタンスに付ける"
      }
      warning = {
        en = "The request is replaced together with its instance and the data on it. Whoever may use Session Manager or Run Command can then work on the instance."
        ja = "リクエストはインスタンスごと作り直され、データは失われます。Session Manager や Run Command の権限を持つ人が、このインスタンスを操作できるようになります。"
      }
      input "ssm_instance_profile" {
        description = {
          en = "Name of an instance profile whose role has AmazonSSMManagedInstanceCore"
          ja = "AmazonSSMManagedInstanceCore を付けたロールのインスタンスプロファイルの名前"
        }
      }
      set = { iam_instance_profile = var.ssm_instance_profile }
    }
    fix {
      class  = "needs-input"
      impact = "in-place"
      summary = {
        en = "give the instance a profile that may register with Systems Manager"
        ja = "Systems Manager への登録を許可したプロファイルをインスタンスに付ける"
      }
      warning = {
        en = "Whoever may use Session Manager or Run Command can then work on the instance."
        ja = "Session Manager や Run Command の権限を持つ人が、このインスタンスを操作できるようになります。"
      }
      input "ssm_instance_profile" {
        description = {
          en = "Name of an instance profile whose role has AmazonSSMManagedInstanceCore"
          ja = "AmazonSSMManagedInstanceCore を付けたロールのインスタンスプロファイルの名前"
        }
      }
      set = { iam_instance_profile = var.ssm_instance_profile }
    }
  }

  remediation {
    console = {
      en = ["Open the instance in the EC2 console and choose Actions, Security, Modify IAM role.", "Choose a role with AmazonSSMManagedInstanceCore and update.", "See that the instance appears in Fleet Manager."]
      ja = ["EC2 コンソールでインスタンスを選び、「アクション」→「セキュリティ」→「IAM ロールを変更」を開く。", "AmazonSSMManagedInstanceCore を付けたロールを選んで更新する。", "Fleet Manager に表示されることを確かめる。"]
    }
    cli = "aws ec2 associate-iam-instance-profile --instance-id INSTANCE_ID --iam-instance-profile Name=PROFILE"
  }

  example "fail" "no profile" {
    resource "aws_instance" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
    }
  }

  example "fail" "a role without the permission" {
    resource "aws_iam_role" "app" {
      name               = "app"
      assume_role_policy = "{}"
    }

    resource "aws_iam_instance_profile" "app" {
      name = "app"
      role = aws_iam_role.app.name
    }

    resource "aws_instance" "app" {
      ami                  = "ami-0123456789abcdef0"
      instance_type        = "t3.micro"
      iam_instance_profile = aws_iam_instance_profile.app.name
    }

    resource "aws_iam_role_policy_attachment" "app" {
      role       = aws_iam_role.app.name
      policy_arn = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
    }

    resource "aws_iam_role_policy" "app" {
      name = "read"
      role = aws_iam_role.app.name
      policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "ssm:GetParameter", Resource = "*" }]
      })
    }
  }

  example "fixed" "a role without the permission" {
    resource "aws_iam_role" "app" {
      name               = "app"
      assume_role_policy = "{}"
    }

    resource "aws_iam_instance_profile" "app" {
      name = "app"
      role = aws_iam_role.app.name
    }

    resource "aws_instance" "app" {
      ami                  = "ami-0123456789abcdef0"
      instance_type        = "t3.micro"
      iam_instance_profile = aws_iam_instance_profile.app.name
    }

    resource "aws_iam_role_policy_attachment" "app" {
      role       = aws_iam_role.app.name
      policy_arn = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
    }

    resource "aws_iam_role_policy" "app" {
      name = "read"
      role = aws_iam_role.app.name
      policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "ssm:GetParameter", Resource = "*" }]
      })
    }

    resource "aws_iam_role_policy_attachment" "app_ssm" {
      role       = aws_iam_role.app.name
      policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
    }
  }

  example "fail" "a policy of the configuration without the permission" {
    resource "aws_iam_policy" "read" {
      name = "read"
      policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }]
      })
    }

    resource "aws_iam_role" "app" {
      name               = "app"
      assume_role_policy = "{}"
    }

    resource "aws_iam_instance_profile" "app" {
      name = "app"
      role = aws_iam_role.app.name
    }

    resource "aws_instance" "app" {
      ami                  = "ami-0123456789abcdef0"
      instance_type        = "t3.micro"
      iam_instance_profile = aws_iam_instance_profile.app.name
    }

    resource "aws_iam_role_policy_attachment" "app" {
      role       = aws_iam_role.app.name
      policy_arn = aws_iam_policy.read.arn
    }
  }

  example "fail" "policies of the configuration that the role names itself" {
    resource "aws_iam_policy" "read" {
      name = "read"
      policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }]
      })
    }

    resource "aws_iam_policy" "write" {
      name = "write"
      policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "s3:PutObject", Resource = "*" }]
      })
    }

    resource "aws_iam_role" "app" {
      name                = "app"
      assume_role_policy  = "{}"
      managed_policy_arns = [aws_iam_policy.read.arn, aws_iam_policy.write.arn]
    }

    resource "aws_iam_instance_profile" "app" {
      name = "app"
      role = aws_iam_role.app.name
    }

    resource "aws_instance" "app" {
      ami                  = "ami-0123456789abcdef0"
      instance_type        = "t3.micro"
      iam_instance_profile = aws_iam_instance_profile.app.name
    }
  }

  example "fail" "a launch template without a profile, and an unrelated setting" {
    resource "aws_ssm_service_setting" "tier" {
      setting_id    = "arn:aws:ssm:us-east-1:111122223333:servicesetting/ssm/parameter-store/default-parameter-tier"
      setting_value = "Standard"
    }

    resource "aws_launch_template" "app" {
      name          = "app"
      image_id      = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
    }

    resource "aws_instance" "app" {
      launch_template {
        id = aws_launch_template.app.id
      }
    }
  }

  example "fail" "a launch template whose role lacks the permission" {
    resource "aws_iam_role" "app" {
      name               = "app"
      assume_role_policy = "{}"
    }

    resource "aws_iam_instance_profile" "app" {
      name = "app"
      role = aws_iam_role.app.name
    }

    resource "aws_iam_role" "other" {
      name               = "other"
      assume_role_policy = "{}"
    }

    resource "aws_iam_instance_profile" "other" {
      name = "other"
      role = aws_iam_role.other.name
    }

    resource "aws_iam_role_policy_attachment" "other" {
      role       = aws_iam_role.other.name
      policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
    }

    resource "aws_launch_template" "app" {
      name          = "template"
      image_id      = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      iam_instance_profile {
        name = aws_iam_instance_profile.app.name
      }
    }

    resource "aws_instance" "app" {
      launch_template {
        name = aws_launch_template.app.name
      }
    }
  }

  example "fail" "the same by ARN" {
    resource "aws_iam_role" "app" {
      name               = "app"
      assume_role_policy = "{}"
    }

    resource "aws_iam_instance_profile" "app" {
      name = "app"
      role = aws_iam_role.app.name
    }

    resource "aws_iam_role" "other" {
      name               = "other"
      assume_role_policy = "{}"
    }

    resource "aws_iam_instance_profile" "other" {
      name = "other"
      role = aws_iam_role.other.name
    }

    resource "aws_iam_role_policy_attachment" "other" {
      role       = aws_iam_role.other.name
      policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
    }

    resource "aws_launch_template" "app" {
      name          = "template"
      image_id      = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      iam_instance_profile {
        arn = aws_iam_instance_profile.app.arn
      }
    }

    resource "aws_instance" "app" {
      launch_template {
        name = aws_launch_template.app.name
      }
    }
  }

  example "fail" "several policies of AWS" {
    resource "aws_iam_role" "app" {
      name               = "app"
      assume_role_policy = "{}"
    }

    resource "aws_iam_instance_profile" "app" {
      name = "app"
      role = aws_iam_role.app.name
    }

    resource "aws_instance" "app" {
      ami                  = "ami-0123456789abcdef0"
      instance_type        = "t3.micro"
      iam_instance_profile = aws_iam_instance_profile.app.name
    }

    resource "aws_iam_role_policy_attachment" "app" {
      for_each   = toset(["AmazonS3ReadOnlyAccess", "CloudWatchAgentServerPolicy"])
      role       = aws_iam_role.app.name
      policy_arn = "arn:aws:iam::aws:policy/${each.key}"
    }
  }

  example "pass" "by the ARN of a profile, a list of roles, a policy of the configuration" {
    resource "aws_iam_role" "app" {
      name               = "app"
      assume_role_policy = "{}"
    }

    resource "aws_iam_instance_profile" "app" {
      name = "app"
      role = aws_iam_role.app.name
    }

    resource "aws_iam_role" "other" {
      name               = "other"
      assume_role_policy = "{}"
    }

    resource "aws_iam_instance_profile" "other" {
      name = "other"
      role = aws_iam_role.other.name
    }

    resource "aws_iam_role_policy_attachment" "app" {
      role       = aws_iam_role.app.name
      policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
    }

    resource "aws_launch_template" "app" {
      name          = "template"
      image_id      = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      iam_instance_profile {
        arn = aws_iam_instance_profile.app.arn
      }
    }

    resource "aws_instance" "app" {
      launch_template {
        name = aws_launch_template.app.name
      }
    }

    resource "aws_iam_role" "list" {
      name               = "list"
      assume_role_policy = "{}"
    }

    resource "aws_iam_instance_profile" "list" {
      name = "list-profile"
      role = aws_iam_role.list.name
    }

    resource "aws_iam_policy_attachment" "list" {
      name       = "list"
      roles      = [aws_iam_role.list.name]
      policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
    }

    resource "aws_iam_role_policy_attachment" "list" {
      role       = aws_iam_role.list.name
      policy_arn = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
    }

    resource "aws_instance" "list" {
      ami                  = "ami-0123456789abcdef0"
      instance_type        = "t3.micro"
      iam_instance_profile = aws_iam_instance_profile.list.name
    }
  }

  example "pass" "a role with the managed policy" {
    resource "aws_iam_role" "app" {
      name               = "app"
      assume_role_policy = "{}"
    }

    resource "aws_iam_instance_profile" "app" {
      name = "app"
      role = aws_iam_role.app.name
    }

    resource "aws_instance" "app" {
      ami                  = "ami-0123456789abcdef0"
      instance_type        = "t3.micro"
      iam_instance_profile = aws_iam_instance_profile.app.name
    }

    resource "aws_iam_role_policy_attachment" "app" {
      role       = aws_iam_role.app.name
      policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
    }
  }

  example "pass" "a policy of its own, by a launch template" {
    resource "aws_iam_role" "app" {
      name               = "app"
      assume_role_policy = "{}"
    }

    resource "aws_iam_role_policy" "app" {
      name = "ssm"
      role = aws_iam_role.app.name
      policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "ssm:Update*", Resource = "*" }]
      })
    }

    resource "aws_iam_instance_profile" "app" {
      name = "app"
      role = aws_iam_role.app.name
    }

    resource "aws_launch_template" "app" {
      name          = "app"
      image_id      = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      iam_instance_profile {
        name = aws_iam_instance_profile.app.name
      }
    }

    resource "aws_instance" "app" {
      launch_template {
        id = aws_launch_template.app.id
      }
    }
  }

  example "pass" "default host management" {
    resource "aws_ssm_service_setting" "hosts" {
      setting_id    = "arn:aws:ssm:us-east-1:111122223333:servicesetting/ssm/managed-instance/default-ec2-instance-management-role"
      setting_value = "service-role/AWSSystemsManagerDefaultEC2InstanceManagementRole"
    }

    resource "aws_instance" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
    }
  }

  example "unknown" "the policy is decided at apply" {
    resource "terraform_data" "managed" {
      input = true
    }

    resource "aws_iam_role" "app" {
      name               = "app"
      assume_role_policy = "{}"
    }

    resource "aws_iam_instance_profile" "app" {
      name = "app"
      role = aws_iam_role.app.name
    }

    resource "aws_instance" "app" {
      ami                  = "ami-0123456789abcdef0"
      instance_type        = "t3.micro"
      iam_instance_profile = aws_iam_instance_profile.app.name
    }

    resource "aws_iam_role_policy_attachment" "app" {
      role       = aws_iam_role.app.name
      policy_arn = tobool(terraform_data.managed.output) ? "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore" : "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
    }
  }

  example "fail" "a profile that the instance does not use" {
    resource "aws_iam_role" "other" {
      name               = "other"
      assume_role_policy = "{}"
    }

    resource "aws_iam_role_policy_attachment" "other" {
      role       = aws_iam_role.other.name
      policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
    }

    resource "aws_iam_instance_profile" "other" {
      name = "other"
      role = aws_iam_role.other.name
    }

    resource "aws_launch_template" "other" {
      name = "other"
      iam_instance_profile {
        name = aws_iam_instance_profile.other.name
      }
    }

    resource "aws_instance" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
    }
  }

  example "pass" "one role and profile for several, with a policy of the configuration" {
    resource "aws_iam_policy" "ssm" {
      name = "ssm"
      policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = ["ssm:*", "ssmmessages:*"], Resource = "*" }]
      })
    }

    resource "aws_iam_role" "app" {
      name               = "app"
      assume_role_policy = "{}"
    }

    resource "aws_iam_role_policy_attachment" "app" {
      role       = aws_iam_role.app.name
      policy_arn = aws_iam_policy.ssm.arn
    }

    resource "aws_iam_instance_profile" "app" {
      for_each = toset(["app", "batch"])
      name     = each.key
      role     = aws_iam_role.app.name
    }

    resource "aws_launch_template" "app" {
      for_each      = toset(["blue", "green"])
      name          = each.key
      image_id      = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      iam_instance_profile {
        name = aws_iam_instance_profile.app["app"].name
      }
    }

    resource "aws_instance" "app" {
      launch_template {
        id = aws_launch_template.app["blue"].id
      }
    }
  }

  example "unknown" "a template with a profile from elsewhere" {
    resource "aws_launch_template" "name" {
      name          = "name"
      image_id      = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      iam_instance_profile {
        name = "base"
      }
    }

    resource "aws_launch_template" "arn" {
      name          = "arn"
      image_id      = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      iam_instance_profile {
        arn = "arn:aws:iam::111122223333:instance-profile/base"
      }
    }

    resource "aws_instance" "name" {
      launch_template {
        id = aws_launch_template.name.id
      }
    }

    resource "aws_instance" "arn" {
      launch_template {
        id = aws_launch_template.arn.id
      }
    }
  }

  example "unknown" "a profile from elsewhere" {
    resource "aws_instance" "app" {
      ami                  = "ami-0123456789abcdef0"
      instance_type        = "t3.micro"
      iam_instance_profile = "base"
    }
  }

  example "unknown" "a launch template from elsewhere" {
    resource "aws_instance" "app" {
      launch_template {
        id = "lt-0123456789abcdef0"
      }
    }
  }

  example "unknown" "a policy from elsewhere" {
    resource "aws_iam_role" "app" {
      name               = "app"
      assume_role_policy = "{}"
    }

    resource "aws_iam_instance_profile" "app" {
      name = "app"
      role = aws_iam_role.app.name
    }

    resource "aws_instance" "app" {
      ami                  = "ami-0123456789abcdef0"
      instance_type        = "t3.micro"
      iam_instance_profile = aws_iam_instance_profile.app.name
    }

    resource "aws_iam_role_policy_attachment" "app" {
      role       = aws_iam_role.app.name
      policy_arn = "arn:aws:iam::111122223333:policy/base"
    }
  }

  example "fail" "a Spot request without a profile" {
    resource "aws_spot_instance_request" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
    }
  }

  example "pass" "a Spot request with the managed policy" {
    resource "aws_iam_role" "app" {
      name               = "app"
      assume_role_policy = "{}"
    }

    resource "aws_iam_instance_profile" "app" {
      name = "app"
      role = aws_iam_role.app.name
    }

    resource "aws_iam_role_policy_attachment" "app" {
      role       = aws_iam_role.app.name
      policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
    }

    resource "aws_spot_instance_request" "app" {
      ami                  = "ami-0123456789abcdef0"
      instance_type        = "t3.micro"
      iam_instance_profile = aws_iam_instance_profile.app.name
    }
  }
}
