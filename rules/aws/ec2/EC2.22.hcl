control "EC2.22" {
  slug     = "security-group-in-use"
  aliases  = []
  severity = "medium"
  category = ["Identify", "Inventory"]
  title = {
    en = "Security groups are in use"
    ja = "未使用のセキュリティグループがない"
  }
  why = {
    en = "Forgotten groups pile up, and one day somebody attaches an old one whose open rules nobody remembers."
    ja = "使われないセキュリティグループが溜まると、緩いルールの残った古いグループを誤って付けてしまう原因になります。"
  }
  decides = "partly"
  limits = {
    en = "Attachments made outside this configuration are not seen: a group that is used only by its id elsewhere fails. Any resource other than rules and groups that refers to the group counts as using it."
    ja = "別の構成での関連付けは見えないため、ID だけで他から使われているグループは不合格になります。ルールとセキュリティグループ以外のリソースから参照されていれば、使用中とみなします。"
  }
  config_rule = "ec2-security-group-attached-to-eni-periodic"
  frameworks = {
    "aws-fsbp"       = ["EC2.22"]
    "nist-800-53-r5" = ["CM-8(1)"]
  }
  frameworks_derived = {
    "aws-well-architected-security" = ["SEC05-BP03"]
    "iso-27001-2022"                = ["A.8.20", "A.8.21", "A.8.22"]
    "nist-csf-2.0"                  = ["ac_5", "ip_1"]
  }

  check "aws_security_group" {
    enforce {
      condition = exists(other_referrers(
        "aws_security_group",
        "aws_security_group_rule",
        "aws_vpc_security_group_ingress_rule",
        "aws_vpc_security_group_egress_rule",
        "aws_vpc_security_group_vpc_association",
        "aws_default_security_group",
        "data.aws_security_group"
      ))
      error_message = {
        en = "nothing uses the security group"
        ja = "セキュリティグループがどこからも使われていない"
      }
    }
    no_fix = {
      en = "whether the group is kept for something outside this code is for its owner to say: delete it, or attach it where it is meant to be"
      ja = "コード外で使う予定があるかは所有者にしか分からない。不要なら削除し、必要なら本来のリソースに関連付ける"
    }
  }

  remediation {
    console = {
      en = ["Filter network interfaces in the EC2 console by the group's id.", "If there are none, and no launch template or service names the group, delete it under Security Groups."]
      ja = ["EC2 コンソールの「ネットワークインターフェイス」をグループ ID で絞り込む。", "該当がなく、起動テンプレートや他のサービスからも参照されていなければ、「セキュリティグループ」から削除する。"]
    }
    cli = "aws ec2 delete-security-group --group-id GROUP_ID"
  }

  example "fail" "only rules refer to it" {
    resource "aws_security_group" "app" {
      name   = "app"
      vpc_id = "vpc-0a1b2c3d4e5f60718"
    }

    resource "aws_vpc_security_group_ingress_rule" "https" {
      security_group_id = aws_security_group.app.id
      ip_protocol       = "tcp"
      from_port         = 443
      to_port           = 443
      cidr_ipv4         = "10.0.0.0/8"
    }

    resource "aws_vpc_security_group_egress_rule" "all" {
      security_group_id = aws_security_group.app.id
      ip_protocol       = "-1"
      cidr_ipv4         = "10.0.0.0/8"
    }
  }

  example "fail" "only another group lets it in" {
    expect = { "aws_security_group.db" = "pass" }

    resource "aws_security_group" "app" {
      name   = "app"
      vpc_id = "vpc-0a1b2c3d4e5f60718"
    }

    resource "aws_security_group" "db" {
      name = "db"
      ingress {
        protocol        = "tcp"
        from_port       = 5432
        to_port         = 5432
        security_groups = [aws_security_group.app.id]
      }
    }

    resource "aws_instance" "app" {
      ami                    = "ami-0123456789abcdef0"
      instance_type          = "t3.micro"
      vpc_security_group_ids = [aws_security_group.db.id]
    }
  }

  example "fail" "a rule of the older kind" {
    resource "aws_security_group" "app" {
      name   = "app"
      vpc_id = "vpc-0a1b2c3d4e5f60718"
    }

    resource "aws_security_group_rule" "all" {
      type              = "egress"
      security_group_id = aws_security_group.app.id
      protocol          = "-1"
      from_port         = 0
      to_port           = 0
      cidr_blocks       = ["10.0.0.0/8"]
    }
  }

  example "pass" "on an instance" {
    resource "aws_security_group" "app" {
      name   = "app"
      vpc_id = "vpc-0a1b2c3d4e5f60718"
    }

    resource "aws_instance" "app" {
      ami                    = "ami-0123456789abcdef0"
      instance_type          = "t3.micro"
      vpc_security_group_ids = [aws_security_group.app.id]
    }
  }

  example "pass" "on a load balancer and in a launch template" {
    resource "aws_security_group" "app" {
      name   = "app"
      vpc_id = "vpc-0a1b2c3d4e5f60718"
    }

    resource "aws_security_group" "web" {
      name   = "web"
      vpc_id = "vpc-0a1b2c3d4e5f60718"
    }

    resource "aws_lb" "web" {
      name            = "web"
      subnets         = ["subnet-0a1b2c3d4e5f60718", "subnet-0a1b2c3d4e5f60719"]
      security_groups = [aws_security_group.web.id]
    }

    resource "aws_launch_template" "app" {
      name                   = "app"
      vpc_security_group_ids = [aws_security_group.app.id]
    }
  }

  example "pass" "by way of a local" {
    resource "aws_security_group" "app" {
      name   = "app"
      vpc_id = "vpc-0a1b2c3d4e5f60718"
    }

    locals {
      groups = [aws_security_group.app.id]
    }

    resource "aws_instance" "app" {
      ami                    = "ami-0123456789abcdef0"
      instance_type          = "t3.micro"
      vpc_security_group_ids = local.groups
    }
  }

  example "unknown" "this group or another one" {
    resource "terraform_data" "own" {
      input = true
    }

    resource "aws_security_group" "app" {
      name   = "app"
      vpc_id = "vpc-0a1b2c3d4e5f60718"
    }

    resource "aws_instance" "app" {
      ami                    = "ami-0123456789abcdef0"
      instance_type          = "t3.micro"
      vpc_security_group_ids = [tobool(terraform_data.own.output) ? aws_security_group.app.id : "sg-0a1b2c3d4e5f60718"]
    }
  }
}
