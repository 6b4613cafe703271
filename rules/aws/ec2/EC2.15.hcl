control "EC2.15" {
  slug     = "subnet-no-automatic-public-ip"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Network security"]
  title = {
    en = "Subnets assign no public addresses automatically"
    ja = "サブネットでパブリック IP アドレスが自動で割り当てられない"
  }
  why = {
    en = "In such a subnet every new instance is on the internet, whether anybody wanted that or not. Where an address is needed it should be asked for."
    ja = "自動割り当てが有効なサブネットでは、意図しなくても新しいインスタンスがすべてインターネットに接続されます。必要なものにだけ明示的に割り当てるべきです。"
  }
  decides = "checked"
  notes = {
    en = "The subnets that AWS makes in a default VPC assign addresses unless told not to."
    ja = "デフォルト VPC のデフォルトサブネットは、指定がなければ自動割り当てが有効です。"
  }
  config_rule = "subnet-auto-assign-public-ip-disabled"
  frameworks = {
    "aws-fsbp"       = ["EC2.15"]
    "nist-800-53-r5" = ["AC-21", "AC-3", "AC-3(7)", "AC-4", "AC-4(21)", "AC-6", "SC-7", "SC-7(11)", "SC-7(16)", "SC-7(20)", "SC-7(21)", "SC-7(3)", "SC-7(4)", "SC-7(9)"]
  }
  frameworks_derived = {
    "iso-27001-2022" = ["A.8.20", "A.8.21", "A.8.22"]
    "soc2"           = ["cc_6_6"]
    "nist-csf-2.0"   = ["be_5"]
  }

  check "aws_subnet" {
    enforce {
      condition = !default(attrs.map_public_ip_on_launch, false)
      at        = "map_public_ip_on_launch"
      error_message = {
        en = "instances in the subnet get public addresses automatically"
        ja = "サブネットで起動したインスタンスにパブリック IP アドレスが自動で割り当てられる"
      }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "assign no public addresses automatically"
        ja = "パブリック IP アドレスを自動で割り当てない"
      }
      warning = {
        en = "Instances launched in the subnet from now on get no public address: they need a load balancer for traffic in and a NAT gateway for traffic out. Running instances keep theirs."
        ja = "以後、このサブネットで起動するインスタンスにはパブリック IP が付きません。受信にはロードバランサー、送信には NAT ゲートウェイなどが必要です。稼働中のインスタンスは変わりません。"
      }
      set = { map_public_ip_on_launch = false }
    }
  }

  check "aws_default_subnet" {
    enforce {
      condition = !default(attrs.map_public_ip_on_launch, true)
      at        = "map_public_ip_on_launch"
      error_message = {
        en = "instances in the subnet get public addresses automatically"
        ja = "サブネットで起動したインスタンスにパブリック IP アドレスが自動で割り当てられる"
      }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "assign no public addresses automatically"
        ja = "パブリック IP アドレスを自動で割り当てない"
      }
      warning = {
        en = "Instances launched in the subnet from now on get no public address: they need a load balancer for traffic in and a NAT gateway for traffic out. Running instances keep theirs."
        ja = "以後、このサブネットで起動するインスタンスにはパブリック IP が付きません。受信にはロードバランサー、送信には NAT ゲートウェイなどが必要です。稼働中のインスタンスは変わりません。"
      }
      set = { map_public_ip_on_launch = false }
    }
  }

  remediation {
    console = {
      en = ["Select the subnet in the VPC console and choose Actions, Edit subnet settings.", "Clear Enable auto-assign public IPv4 address and save."]
      ja = ["VPC コンソールでサブネットを選び、「アクション」→「サブネットの設定を編集」を開く。", "「パブリック IPv4 アドレスの自動割り当てを有効化」のチェックを外して保存する。"]
    }
    cli = "aws ec2 modify-subnet-attribute --subnet-id SUBNET_ID --no-map-public-ip-on-launch"
  }

  example "fail" "switched on" {
    resource "aws_subnet" "app" {
      vpc_id                  = "vpc-0a1b2c3d4e5f60718"
      cidr_block              = "10.0.1.0/24"
      map_public_ip_on_launch = true
    }
  }

  example "fixed" "switched on" {
    resource "aws_subnet" "app" {
      vpc_id                  = "vpc-0a1b2c3d4e5f60718"
      cidr_block              = "10.0.1.0/24"
      map_public_ip_on_launch = false
    }
  }

  example "fail" "a default subnet, where it is on by default" {
    resource "aws_default_subnet" "a" {
      availability_zone = "us-east-1a"
    }
  }

  example "fixed" "a default subnet, where it is on by default" {
    resource "aws_default_subnet" "a" {
      availability_zone       = "us-east-1a"
      map_public_ip_on_launch = false
    }
  }

  example "pass" "off by default" {
    resource "aws_subnet" "app" {
      vpc_id     = "vpc-0a1b2c3d4e5f60718"
      cidr_block = "10.0.1.0/24"
    }
  }

  example "pass" "switched off" {
    resource "aws_subnet" "app" {
      vpc_id                  = "vpc-0a1b2c3d4e5f60718"
      cidr_block              = "10.0.1.0/24"
      map_public_ip_on_launch = false
    }

    resource "aws_default_subnet" "a" {
      availability_zone       = "us-east-1a"
      map_public_ip_on_launch = false
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = true
    }

    resource "aws_subnet" "app" {
      vpc_id                  = "vpc-0a1b2c3d4e5f60718"
      cidr_block              = "10.0.1.0/24"
      map_public_ip_on_launch = tobool(terraform_data.later.output)
    }
  }
}
