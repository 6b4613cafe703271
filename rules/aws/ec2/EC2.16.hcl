control "EC2.16" {
  slug     = "network-acl-in-use"
  aliases  = []
  severity = "low"
  category = ["Prevent", "Network security"]
  title = {
    en = "Network ACLs are in use"
    ja = "未使用のネットワーク ACL がない"
  }
  why = {
    en = "A list that no subnet uses looks like protection but filters nothing, and clutters every review of the network."
    ja = "どのサブネットにも関連付けられていない ACL は何も守っておらず、ネットワーク設定の見直しの妨げになります。"
  }
  decides = "checked"
  notes = {
    en = "The default ACL of a VPC cannot be deleted and is not judged."
    ja = "VPC のデフォルト ACL は削除できないため判定しません。"
  }
  config_rule = "vpc-network-acl-unused-check"
  frameworks = {
    "aws-fsbp"       = ["EC2.16"]
    "nist-800-53-r5" = ["CM-8(1)"]
  }
  frameworks_derived = {
    "pci-dss-4.0"    = ["1.2.8", "1.3.1", "1.3.2", "1.4.2", "1.5.1", "A1.1.3"]
    "iso-27001-2022" = ["A.8.20", "A.8.21", "A.8.22"]
    "nist-csf-2.0"   = ["ac_5", "ip_1"]
  }

  check "aws_network_acl" {
    enforce {
      condition = is_set(attrs.subnet_ids) || exists(companions("aws_network_acl_association", "network_acl_id"))
      at        = "subnet_ids"
      error_message = {
        en = "no subnet uses the network ACL"
        ja = "どのサブネットもこのネットワーク ACL を使っていない"
      }
    }
    fix {
      class  = "needs-input"
      impact = "adds-resource"
      summary = {
        en = "associate the network ACL with a subnet"
        ja = "ネットワーク ACL をサブネットに関連付ける"
      }
      warning = {
        en = "If no subnet is meant, delete the network ACL from the code instead. The subnet leaves its present ACL at once, so see first that the rules let its traffic through."
        ja = "対象のサブネットがなければ、関連付けずにこの ACL をコードから削除してください。関連付けるとサブネットの ACL がすぐに切り替わるため、必要な通信が許可されていることを先に確かめてください。"
      }
      input "network_acl_subnet_id" {
        description = {
          en = "Subnet whose traffic the network ACL is meant to filter"
          ja = "このネットワーク ACL でトラフィックを制御するサブネットの ID"
        }
      }
      resource "aws_network_acl_association" {
        network_acl_id = self.id
        subnet_id      = var.network_acl_subnet_id
      }
    }
  }

  remediation {
    console = {
      en = ["Open Network ACLs in the VPC console and look at the column Associated with.", "Delete the ACL, or associate it under Actions, Edit subnet associations."]
      ja = ["VPC コンソールの「ネットワーク ACL」で「関連付け」の列を確認する。", "不要な ACL を削除するか、「アクション」→「サブネットの関連付けを編集」でサブネットに関連付ける。"]
    }
    cli = "aws ec2 delete-network-acl --network-acl-id ACL_ID"
  }

  example "fail" "no subnet" {
    resource "aws_network_acl" "app" {
      vpc_id = "vpc-0a1b2c3d4e5f60718"
    }
  }

  example "fixed" "no subnet" {
    variable "network_acl_subnet_id" {
      type    = string
      default = "subnet-0a1b2c3d4e5f60718"
    }

    resource "aws_network_acl" "app" {
      vpc_id = "vpc-0a1b2c3d4e5f60718"
    }

    resource "aws_network_acl_association" "app" {
      network_acl_id = aws_network_acl.app.id
      subnet_id      = var.network_acl_subnet_id
    }
  }

  example "fail" "only another one is associated" {
    expect = { "aws_network_acl.web" = "pass" }

    resource "aws_network_acl" "app" {
      vpc_id = "vpc-0a1b2c3d4e5f60718"
    }

    resource "aws_network_acl" "web" {
      vpc_id = "vpc-0a1b2c3d4e5f60718"
    }

    resource "aws_network_acl_association" "web" {
      network_acl_id = aws_network_acl.web.id
      subnet_id      = "subnet-0a1b2c3d4e5f60718"
    }
  }

  example "pass" "a subnet in the list" {
    resource "aws_network_acl" "app" {
      vpc_id     = "vpc-0a1b2c3d4e5f60718"
      subnet_ids = ["subnet-0a1b2c3d4e5f60718"]
    }
  }

  example "pass" "an association" {
    resource "aws_network_acl" "app" {
      vpc_id = "vpc-0a1b2c3d4e5f60718"
    }

    resource "aws_network_acl_association" "app" {
      network_acl_id = aws_network_acl.app.id
      subnet_id      = "subnet-0a1b2c3d4e5f60718"
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = ["subnet-0a1b2c3d4e5f60718"]
    }

    resource "aws_network_acl" "app" {
      vpc_id     = "vpc-0a1b2c3d4e5f60718"
      subnet_ids = toset(terraform_data.later.output)
    }
  }
}
