control "EC2.2" {
  slug     = "vpc-default-security-group-closed"
  aliases  = []
  severity = "high"
  category = ["Protect", "Secure network configuration"]
  title = {
    en = "Default security groups of VPCs have no rules"
    ja = "VPC のデフォルトセキュリティグループにルールがない"
  }
  why = {
    en = "Whatever is started without naming a group lands in the default one. As AWS makes it, its members reach each other and the whole internet."
    ja = "セキュリティグループを指定し忘れたリソースには、デフォルトのグループが付きます。初期設定では、メンバー同士の通信とすべての送信が許可されています。"
  }
  decides = "checked"
  notes = {
    en = "A VPC that does not take its default group over fails, because AWS gives that group rules that allow traffic. Taking it over without rules removes them."
    ja = "AWS が作るデフォルトのグループには通信を許可するルールがあるため、それを管理下に置いていない VPC は不合格とします。ルールなしで管理下に置くと、初期ルールは削除されます。"
  }
  config_rule = "vpc-default-security-group-closed"
  frameworks = {
    "aws-fsbp"       = ["EC2.2"]
    "pci-dss-3.2.1"  = ["1.2.1", "1.3.4", "2.1"]
    "cis-aws-1.2"    = ["4.3"]
    "cis-aws-1.4"    = ["5.3"]
    "nist-800-53-r5" = ["AC-4", "AC-4(21)", "SC-7", "SC-7(11)", "SC-7(16)", "SC-7(21)", "SC-7(4)", "SC-7(5)"]
  }
  frameworks_derived = {
    "cis-aws-3.0"                   = ["5.4"]
    "cis-aws-5.0"                   = ["5.5"]
    "aws-well-architected-security" = ["SEC05-BP03"]
    "iso-27001-2022"                = ["A.8.20", "A.8.21", "A.8.22"]
    "nist-csf-2.0"                  = ["ac_5", "ip_1"]
  }

  check "aws_vpc" {
    locals {
      ruled = exists(companions("aws_vpc_security_group_ingress_rule", "security_group_id")) || exists(companions("aws_vpc_security_group_egress_rule", "security_group_id")) || exists(companions("aws_security_group_rule", "security_group_id"))
    }
    enforce {
      condition = exists(companions("aws_default_security_group", "vpc_id"))
      error_message = {
        en = "the VPC's default security group keeps the rules that AWS gave it"
        ja = "VPC のデフォルトセキュリティグループが初期ルールのままになっている"
      }
    }
    enforce {
      condition = !local.ruled
      error_message = {
        en = "resources of their own add rules to the VPC's default security group"
        ja = "VPC のデフォルトセキュリティグループに別のリソースでルールが追加されている"
      }
    }
    fix {
      when   = !local.ruled
      class  = "unsafe"
      impact = "adds-resource"
      summary = {
        en = "take the default group over and leave it without rules"
        ja = "デフォルトのセキュリティグループを管理下に置き、ルールをなくす"
      }
      warning = {
        en = "Whatever still uses the default group loses its network access: move it to groups of its own first."
        ja = "デフォルトのセキュリティグループを使っているリソースは通信できなくなります。先に専用のグループに切り替えてください。"
      }
      resource "aws_default_security_group" {
        vpc_id = self.id
      }
    }
    no_fix = {
      en = "rules of the default group stand in resources of their own: move what uses the group to another one, and delete those resources"
      ja = "デフォルトのセキュリティグループのルールが別のリソースで定義されている。利用しているものを別のグループに移してから、そのリソースを削除する"
    }
  }

  check "aws_default_vpc" {
    enforce {
      condition = exists(companions("aws_default_security_group", "vpc_id")) || any([for group in in_scope("aws_default_security_group") : group.vpc_id == null])
      error_message = {
        en = "the default VPC's default security group keeps the rules that AWS gave it"
        ja = "デフォルト VPC のデフォルトセキュリティグループが初期ルールのままになっている"
      }
    }
    fix {
      class  = "unsafe"
      impact = "adds-resource"
      summary = {
        en = "take the default group over and leave it without rules"
        ja = "デフォルトのセキュリティグループを管理下に置き、ルールをなくす"
      }
      warning = {
        en = "Whatever still uses the default group loses its network access: move it to groups of its own first."
        ja = "デフォルトのセキュリティグループを使っているリソースは通信できなくなります。先に専用のグループに切り替えてください。"
      }
      resource "aws_default_security_group" {
        vpc_id = self.id
      }
    }
  }

  check "aws_default_security_group" {
    enforce {
      condition = length(default(attrs.ingress, [])) == 0
      at        = "ingress"
      error_message = {
        en = "the default security group lets traffic in"
        ja = "デフォルトセキュリティグループが受信を許可している"
      }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "take the inbound rules out, leaving an empty list"
        ja = "受信ルールを削除し、空のリストにする"
      }
      warning = {
        en = "Whatever still uses the default group loses its network access: move it to groups of its own first."
        ja = "デフォルトのセキュリティグループを使っているリソースは通信できなくなります。先に専用のグループに切り替えてください。"
      }
      remove = ["ingress"]
    }
  }

  check "aws_default_security_group" {
    enforce {
      condition = length(default(attrs.egress, [])) == 0
      at        = "egress"
      error_message = {
        en = "the default security group lets traffic out"
        ja = "デフォルトセキュリティグループが送信を許可している"
      }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "take the outbound rules out, leaving an empty list"
        ja = "送信ルールを削除し、空のリストにする"
      }
      warning = {
        en = "Whatever still uses the default group loses its network access: move it to groups of its own first."
        ja = "デフォルトのセキュリティグループを使っているリソースは通信できなくなります。先に専用のグループに切り替えてください。"
      }
      remove = ["egress"]
    }
  }

  check "aws_default_security_group" {
    locals {
      ruled = exists(companions("aws_vpc_security_group_ingress_rule", "security_group_id")) || exists(companions("aws_vpc_security_group_egress_rule", "security_group_id")) || exists(companions("aws_security_group_rule", "security_group_id"))
    }
    enforce {
      condition = !local.ruled
      error_message = {
        en = "resources of their own add rules to the default security group"
        ja = "デフォルトセキュリティグループに別のリソースでルールが追加されている"
      }
    }
    no_fix = {
      en = "rules of the default group stand in resources of their own: move what uses the group to another one, and delete those resources"
      ja = "デフォルトのセキュリティグループのルールが別のリソースで定義されている。利用しているものを別のグループに移してから、そのリソースを削除する"
    }
  }

  remediation {
    console = {
      en = ["Find out what uses the default group: filter network interfaces by it in the EC2 console, and move them to groups of their own.", "Open the group in the VPC console and delete all inbound and outbound rules."]
      ja = ["EC2 コンソールのネットワークインターフェイスを絞り込んで、デフォルトのグループを使っているものを調べ、専用のグループに移す。", "VPC コンソールでグループを開き、インバウンドとアウトバウンドのルールをすべて削除する。"]
    }
    cli = "aws ec2 revoke-security-group-ingress --group-id GROUP_ID --security-group-rule-ids RULE_ID; aws ec2 revoke-security-group-egress --group-id GROUP_ID --security-group-rule-ids RULE_ID"
  }

  example "fail" "a VPC whose default group is left alone" {
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }
  }

  example "fixed" "a VPC whose default group is left alone" {
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }

    resource "aws_default_security_group" "main" {
      vpc_id = aws_vpc.main.id
    }
  }

  example "fail" "the default VPC" {
    resource "aws_default_vpc" "this" {
    }
  }

  example "fixed" "the default VPC" {
    resource "aws_default_vpc" "this" {
    }

    resource "aws_default_security_group" "this" {
      vpc_id = aws_default_vpc.this.id
    }
  }

  example "fail" "rules for groups that are yet to be made" {
    expect = { "aws_vpc.main" = "pass" }

    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }

    resource "aws_security_group" "a" {
      vpc_id = aws_vpc.main.id
    }

    resource "aws_security_group" "b" {
      vpc_id = aws_vpc.main.id
    }

    resource "aws_default_security_group" "default" {
      vpc_id = aws_vpc.main.id
      ingress {
        protocol        = "tcp"
        from_port       = 22
        to_port         = 22
        security_groups = [aws_security_group.a.id]
      }
      ingress {
        protocol        = "tcp"
        from_port       = 443
        to_port         = 443
        security_groups = [aws_security_group.b.id]
      }
    }
  }

  example "fail" "rules as AWS makes them" {
    expect = { "aws_vpc.main" = "pass" }

    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }

    resource "aws_default_security_group" "default" {
      vpc_id = aws_vpc.main.id
      ingress {
        protocol  = "-1"
        self      = true
        from_port = 0
        to_port   = 0
      }
      egress {
        protocol    = "-1"
        cidr_blocks = ["0.0.0.0/0"]
        from_port   = 0
        to_port     = 0
      }
    }
  }

  example "fixed" "rules as AWS makes them" {
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }

    resource "aws_default_security_group" "default" {
      vpc_id  = aws_vpc.main.id
      ingress = []
      egress  = []
    }
  }

  example "fail" "inbound only" {
    expect = { "aws_vpc.main" = "pass" }

    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }

    resource "aws_default_security_group" "default" {
      vpc_id = aws_vpc.main.id
      ingress {
        protocol  = "-1"
        self      = true
        from_port = 0
        to_port   = 0
      }
    }
  }

  example "fixed" "inbound only" {
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }

    resource "aws_default_security_group" "default" {
      vpc_id  = aws_vpc.main.id
      ingress = []
    }
  }

  example "fail" "outbound only" {
    expect = { "aws_vpc.main" = "pass" }

    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }

    resource "aws_default_security_group" "default" {
      vpc_id = aws_vpc.main.id
      egress {
        protocol    = "-1"
        cidr_blocks = ["0.0.0.0/0"]
        from_port   = 0
        to_port     = 0
      }
    }
  }

  example "fixed" "outbound only" {
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }

    resource "aws_default_security_group" "default" {
      vpc_id = aws_vpc.main.id
      egress = []
    }
  }

  example "fail" "rules in resources of their own" {
    expect = { "aws_vpc.main" = "pass", "aws_vpc.other" = "pass" }

    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }

    resource "aws_default_security_group" "default" {
      vpc_id = aws_vpc.main.id
    }

    resource "aws_vpc" "other" {
      cidr_block = "10.1.0.0/16"
    }

    resource "aws_default_security_group" "other" {
      vpc_id = aws_vpc.other.id
    }

    resource "aws_vpc_security_group_ingress_rule" "https" {
      security_group_id = aws_default_security_group.default.id
      ip_protocol       = "tcp"
      from_port         = 443
      to_port           = 443
      cidr_ipv4         = "10.0.0.0/16"
    }

    resource "aws_security_group_rule" "all" {
      type              = "egress"
      security_group_id = aws_default_security_group.other.id
      protocol          = "-1"
      from_port         = 0
      to_port           = 0
      cidr_blocks       = ["10.0.0.0/16"]
    }
  }

  example "fail" "a rule by way of the VPC" {
    expect = { "aws_default_security_group.default" = "pass" }

    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }

    resource "aws_default_security_group" "default" {
      vpc_id = aws_vpc.main.id
    }

    resource "aws_vpc_security_group_egress_rule" "all" {
      security_group_id = aws_vpc.main.default_security_group_id
      ip_protocol       = "-1"
      cidr_ipv4         = "0.0.0.0/0"
    }
  }

  example "pass" "taken over without rules" {
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }

    resource "aws_default_security_group" "default" {
      vpc_id = aws_vpc.main.id
    }
  }

  example "pass" "empty lists" {
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }

    resource "aws_default_security_group" "default" {
      vpc_id  = aws_vpc.main.id
      ingress = []
      egress  = []
    }
  }

  example "pass" "the default VPC without naming it" {
    resource "aws_default_vpc" "this" {
    }

    resource "aws_default_security_group" "classic" {
    }
  }

  example "unknown" "the rules are decided at apply" {
    expect = { "aws_vpc.main" = "pass" }

    resource "terraform_data" "later" {
      input = ["10.0.0.0/16"]
    }

    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }

    resource "aws_default_security_group" "default" {
      vpc_id = aws_vpc.main.id
      ingress = [for cidr in tolist(terraform_data.later.output) : {
        protocol         = "-1"
        from_port        = 0
        to_port          = 0
        cidr_blocks      = [cidr]
        ipv6_cidr_blocks = []
        prefix_list_ids  = []
        security_groups  = []
        self             = false
        description      = ""
      }]
    }
  }

  example "unknown" "the default group of this VPC or of another one" {
    expect = { "aws_default_security_group.default" = "pass" }

    resource "terraform_data" "own" {
      input = true
    }

    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }

    resource "aws_default_security_group" "default" {
      vpc_id = tobool(terraform_data.own.output) ? aws_vpc.main.id : "vpc-0a1b2c3d4e5f60718"
    }
  }
}
