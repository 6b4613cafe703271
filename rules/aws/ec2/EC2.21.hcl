control "EC2.21" {
  slug     = "network-acl-no-world-ssh-rdp"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Secure Network Configuration"]
  title = {
    en = "Network ACLs do not open SSH or RDP to the internet"
    ja = "ネットワーク ACL で SSH と RDP がインターネット全体に開放されていない"
  }
  why = {
    en = "SSH and RDP are attacked around the clock wherever they answer. A network ACL that keeps the internet away from them still holds when a security group is opened by mistake."
    ja = "SSH と RDP は公開されていれば常に攻撃を受けます。ネットワーク ACL で遮断しておけば、セキュリティグループを誤って開けても守られます。"
  }
  decides = "checked"
  notes = {
    en = "Each entry is judged by itself, as in AWS's check: a deny entry before it does not excuse it. The default ACL that AWS gives a VPC allows everything, so a VPC that does not take it over fails."
    ja = "AWS の判定と同じくエントリごとに判定し、先に拒否のエントリがあっても考慮しません。AWS が VPC に作るデフォルトの ACL はすべて許可するため、管理下に置いていない VPC は不合格とします。"
  }
  config_rule = "nacl-no-unrestricted-ssh-rdp"
  frameworks = {
    "aws-fsbp"       = ["EC2.21"]
    "cis-aws-1.4"    = ["5.1"]
    "nist-800-53-r5" = ["AC-4(21)", "CA-9(1)", "CM-2", "CM-2(2)", "CM-7", "SC-7", "SC-7(21)", "SC-7(5)"]
  }
  frameworks_derived = {
    "cis-aws-3.0"                   = ["5.1"]
    "cis-aws-5.0"                   = ["5.2"]
    "pci-dss-4.0"                   = ["1.2.8", "1.3.1", "1.3.2", "1.4.2", "1.5.1", "A1.1.3"]
    "aws-well-architected-security" = ["SEC05-BP02", "SEC05-BP03"]
    "iso-27001-2022"                = ["A.8.20", "A.8.21", "A.8.22"]
    "soc2"                          = ["cc_6_6"]
  }

  check "aws_network_acl" "aws_default_network_acl" {
    each = "ingress"
    locals {
      v4       = is_world(default(each.value.cidr_block, ""))
      v6       = is_world(default(each.value.ipv6_cidr_block, ""))
      protocol = lookup({ "6" = "tcp", "17" = "udp", "all" = "-1" }, lower(each.value.protocol), lower(each.value.protocol))
      opens    = covers_port(each.value.from_port, each.value.to_port, local.protocol, 22) || covers_port(each.value.from_port, each.value.to_port, local.protocol, 3389)
      allows   = lower(each.value.action) == "allow"
    }
    enforce {
      condition = !all([local.allows, local.opens, local.v4 || local.v6])
      at        = "cidr_block"
      error_message = {
        en = "the network ACL lets the whole internet in to SSH or RDP"
        ja = "ネットワーク ACL でインターネット全体から SSH または RDP への接続が許可されている"
      }
    }
    fix {
      when   = local.v4
      class  = "needs-input"
      impact = "in-place"
      summary = {
        en = "allow a trusted IPv4 range in place of the internet"
        ja = "インターネット全体ではなく、信頼できる IPv4 範囲だけを許可する"
      }
      warning = {
        en = "Clients outside those ranges are cut off from all ports of the entry, and answers to connections that servers in the subnet open may be dropped too: add entries for what must stay open."
        ja = "範囲外からは、このエントリのすべてのポートに接続できなくなります。サブネット内のサーバーが始めた通信への応答も落ちることがあるため、必要な通信のエントリを別に追加してください。"
      }
      input "trusted_cidr_block" {
        description = {
          en = "IPv4 range that may connect, such as the office network"
          ja = "接続を許可する IPv4 の CIDR (社内ネットワークなど)"
        }
      }
      set = { cidr_block = var.trusted_cidr_block }
    }
    fix {
      class  = "needs-input"
      impact = "in-place"
      summary = {
        en = "allow a trusted IPv6 range in place of the internet"
        ja = "インターネット全体ではなく、信頼できる IPv6 範囲だけを許可する"
      }
      warning = {
        en = "Clients outside those ranges are cut off from all ports of the entry, and answers to connections that servers in the subnet open may be dropped too: add entries for what must stay open."
        ja = "範囲外からは、このエントリのすべてのポートに接続できなくなります。サブネット内のサーバーが始めた通信への応答も落ちることがあるため、必要な通信のエントリを別に追加してください。"
      }
      input "trusted_ipv6_cidr_block" {
        description = {
          en = "IPv6 range that may connect, such as the office network"
          ja = "接続を許可する IPv6 の CIDR (社内ネットワークなど)"
        }
      }
      set = { ipv6_cidr_block = var.trusted_ipv6_cidr_block }
    }
  }

  check "aws_network_acl_rule" {
    filter = !default(attrs.egress, false)
    locals {
      v4       = is_world(default(attrs.cidr_block, ""))
      v6       = is_world(default(attrs.ipv6_cidr_block, ""))
      protocol = lookup({ "6" = "tcp", "17" = "udp", "all" = "-1" }, lower(attrs.protocol), lower(attrs.protocol))
      opens    = covers_port(attrs.from_port, attrs.to_port, local.protocol, 22) || covers_port(attrs.from_port, attrs.to_port, local.protocol, 3389)
      allows   = lower(attrs.rule_action) == "allow"
    }
    enforce {
      condition = !all([local.allows, local.opens, local.v4 || local.v6])
      at        = "cidr_block"
      error_message = {
        en = "the network ACL lets the whole internet in to SSH or RDP"
        ja = "ネットワーク ACL でインターネット全体から SSH または RDP への接続が許可されている"
      }
    }
    fix {
      when   = local.v4
      class  = "needs-input"
      impact = "replaces"
      summary = {
        en = "allow a trusted IPv4 range in place of the internet"
        ja = "インターネット全体ではなく、信頼できる IPv4 範囲だけを許可する"
      }
      warning = {
        en = "Clients outside those ranges are cut off from all ports of the entry, and answers to connections that servers in the subnet open may be dropped too: add entries for what must stay open."
        ja = "範囲外からは、このエントリのすべてのポートに接続できなくなります。サブネット内のサーバーが始めた通信への応答も落ちることがあるため、必要な通信のエントリを別に追加してください。"
      }
      input "trusted_cidr_block" {
        description = {
          en = "IPv4 range that may connect, such as the office network"
          ja = "接続を許可する IPv4 の CIDR (社内ネットワークなど)"
        }
      }
      set = { cidr_block = var.trusted_cidr_block }
    }
    fix {
      class  = "needs-input"
      impact = "replaces"
      summary = {
        en = "allow a trusted IPv6 range in place of the internet"
        ja = "インターネット全体ではなく、信頼できる IPv6 範囲だけを許可する"
      }
      warning = {
        en = "Clients outside those ranges are cut off from all ports of the entry, and answers to connections that servers in the subnet open may be dropped too: add entries for what must stay open."
        ja = "範囲外からは、このエントリのすべてのポートに接続できなくなります。サブネット内のサーバーが始めた通信への応答も落ちることがあるため、必要な通信のエントリを別に追加してください。"
      }
      input "trusted_ipv6_cidr_block" {
        description = {
          en = "IPv6 range that may connect, such as the office network"
          ja = "接続を許可する IPv6 の CIDR (社内ネットワークなど)"
        }
      }
      set = { ipv6_cidr_block = var.trusted_ipv6_cidr_block }
    }
  }

  check "aws_vpc" {
    enforce {
      condition = exists(companions("aws_default_network_acl", "default_network_acl_id"))
      error_message = {
        en = "the VPC's default network ACL lets the whole internet in to every port"
        ja = "VPC のデフォルトネットワーク ACL がすべてのポートをインターネット全体に開放している"
      }
    }
    no_fix = {
      en = "subnets without an ACL of their own depend on the default one: take it over with aws_default_network_acl and the entries that they need, without the ports 22 and 3389 from everywhere"
      ja = "専用の ACL がないサブネットはデフォルトの ACL に依存している。aws_default_network_acl で管理下に置き、全体からのポート 22 と 3389 を除いた必要なエントリを定義する"
    }
  }

  remediation {
    console = {
      en = ["Open the network ACL in the VPC console and edit its inbound rules.", "Delete allow rules that open 22 or 3389 to 0.0.0.0/0 or ::/0, or narrow their source, and save."]
      ja = ["VPC コンソールでネットワーク ACL を開き、インバウンドルールを編集する。", "22 や 3389 を 0.0.0.0/0 や ::/0 に許可するルールを削除するか、送信元を絞って保存する。"]
    }
    cli = "aws ec2 replace-network-acl-entry --network-acl-id ACL_ID --ingress --rule-number NUMBER --protocol tcp --port-range From=22,To=22 --cidr-block TRUSTED_CIDR --rule-action allow"
  }

  example "fail" "SSH inline" {
    resource "aws_network_acl" "app" {
      vpc_id = "vpc-0a1b2c3d4e5f60718"
      ingress {
        rule_no    = 100
        protocol   = "tcp"
        action     = "allow"
        from_port  = 22
        to_port    = 22
        cidr_block = "0.0.0.0/0"
      }
    }
  }

  example "fixed" "SSH inline" {
    variable "trusted_cidr_block" {
      type    = string
      default = "203.0.113.0/24"
    }

    resource "aws_network_acl" "app" {
      vpc_id = "vpc-0a1b2c3d4e5f60718"
      ingress {
        rule_no    = 100
        protocol   = "tcp"
        action     = "allow"
        from_port  = 22
        to_port    = 22
        cidr_block = var.trusted_cidr_block
      }
    }
  }

  example "fail" "all protocols in the default ACL" {
    resource "aws_default_network_acl" "main" {
      default_network_acl_id = "acl-0a1b2c3d4e5f60718"
      ingress {
        rule_no    = 100
        protocol   = "-1"
        action     = "allow"
        from_port  = 0
        to_port    = 0
        cidr_block = "0.0.0.0/0"
      }
    }
  }

  example "fail" "RDP over IPv6" {
    resource "aws_network_acl" "app" {
      vpc_id = "vpc-0a1b2c3d4e5f60718"
      ingress {
        rule_no         = 100
        protocol        = "6"
        action          = "allow"
        from_port       = 3000
        to_port         = 4000
        ipv6_cidr_block = "::/0"
      }
    }
  }

  example "fixed" "RDP over IPv6" {
    variable "trusted_ipv6_cidr_block" {
      type    = string
      default = "2001:db8::/32"
    }

    resource "aws_network_acl" "app" {
      vpc_id = "vpc-0a1b2c3d4e5f60718"
      ingress {
        rule_no         = 100
        protocol        = "6"
        action          = "allow"
        from_port       = 3000
        to_port         = 4000
        ipv6_cidr_block = var.trusted_ipv6_cidr_block
      }
    }
  }

  example "fail" "an entry of its own" {
    resource "aws_network_acl_rule" "ssh" {
      network_acl_id = "acl-0a1b2c3d4e5f60718"
      rule_number    = 100
      protocol       = "tcp"
      rule_action    = "allow"
      from_port      = 22
      to_port        = 22
      cidr_block     = "0.0.0.0/0"
    }
  }

  example "fixed" "an entry of its own" {
    variable "trusted_cidr_block" {
      type    = string
      default = "203.0.113.0/24"
    }

    resource "aws_network_acl_rule" "ssh" {
      network_acl_id = "acl-0a1b2c3d4e5f60718"
      rule_number    = 100
      protocol       = "tcp"
      rule_action    = "allow"
      from_port      = 22
      to_port        = 22
      cidr_block     = var.trusted_cidr_block
    }
  }

  example "fail" "entries by number and for all protocols" {
    resource "aws_network_acl_rule" "udp" {
      network_acl_id = "acl-0a1b2c3d4e5f60718"
      rule_number    = 100
      protocol       = "17"
      rule_action    = "allow"
      from_port      = 3389
      to_port        = 3389
      cidr_block     = "0.0.0.0/0"
    }

    resource "aws_network_acl_rule" "all" {
      network_acl_id = "acl-0a1b2c3d4e5f60718"
      rule_number    = 110
      egress         = false
      protocol       = "-1"
      rule_action    = "allow"
      cidr_block     = "0.0.0.0/0"
    }

    resource "aws_network_acl_rule" "six" {
      network_acl_id  = "acl-0a1b2c3d4e5f60718"
      rule_number     = 120
      protocol        = "tcp"
      rule_action     = "allow"
      from_port       = 1
      to_port         = 1024
      ipv6_cidr_block = "::/0"
    }
  }

  example "fail" "a VPC whose default ACL is left alone" {
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }
  }

  example "pass" "other ports, other sources, other directions" {
    resource "aws_network_acl" "app" {
      vpc_id = "vpc-0a1b2c3d4e5f60718"
      ingress {
        rule_no    = 100
        protocol   = "tcp"
        action     = "allow"
        from_port  = 443
        to_port    = 443
        cidr_block = "0.0.0.0/0"
      }
      ingress {
        rule_no    = 110
        protocol   = "tcp"
        action     = "allow"
        from_port  = 22
        to_port    = 22
        cidr_block = "10.0.0.0/8"
      }
      ingress {
        rule_no    = 120
        protocol   = "tcp"
        action     = "deny"
        from_port  = 22
        to_port    = 22
        cidr_block = "0.0.0.0/0"
      }
      ingress {
        rule_no    = 130
        protocol   = "1"
        action     = "allow"
        from_port  = 0
        to_port    = 0
        cidr_block = "0.0.0.0/0"
      }
      egress {
        rule_no    = 100
        protocol   = "-1"
        action     = "allow"
        from_port  = 0
        to_port    = 0
        cidr_block = "0.0.0.0/0"
      }
    }
  }

  example "pass" "entries of their own" {
    resource "aws_network_acl_rule" "web" {
      network_acl_id = "acl-0a1b2c3d4e5f60718"
      rule_number    = 100
      protocol       = "tcp"
      rule_action    = "allow"
      from_port      = 23
      to_port        = 3388
      cidr_block     = "0.0.0.0/0"
    }

    resource "aws_network_acl_rule" "office" {
      network_acl_id = "acl-0a1b2c3d4e5f60718"
      rule_number    = 110
      protocol       = "tcp"
      rule_action    = "allow"
      from_port      = 22
      to_port        = 22
      cidr_block     = "203.0.113.0/24"
    }

    resource "aws_network_acl_rule" "blocked" {
      network_acl_id = "acl-0a1b2c3d4e5f60718"
      rule_number    = 120
      protocol       = "tcp"
      rule_action    = "deny"
      from_port      = 22
      to_port        = 22
      cidr_block     = "0.0.0.0/0"
    }

    resource "aws_network_acl_rule" "out" {
      network_acl_id = "acl-0a1b2c3d4e5f60718"
      rule_number    = 100
      egress         = true
      protocol       = "tcp"
      rule_action    = "allow"
      from_port      = 22
      to_port        = 22
      cidr_block     = "0.0.0.0/0"
    }
  }

  example "pass" "a default ACL without entries" {
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }

    resource "aws_default_network_acl" "main" {
      default_network_acl_id = aws_vpc.main.default_network_acl_id
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = "0.0.0.0/0"
    }

    resource "aws_network_acl_rule" "ssh" {
      network_acl_id = "acl-0a1b2c3d4e5f60718"
      rule_number    = 100
      protocol       = "tcp"
      rule_action    = "allow"
      from_port      = 22
      to_port        = 22
      cidr_block     = terraform_data.later.output
    }

    resource "aws_network_acl" "app" {
      vpc_id = "vpc-0a1b2c3d4e5f60718"
      ingress {
        rule_no    = 100
        protocol   = "tcp"
        action     = "allow"
        from_port  = 22
        to_port    = 22
        cidr_block = terraform_data.later.output
      }
    }
  }
}
