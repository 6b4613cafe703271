control "EC2.19" {
  slug     = "security-group-high-risk-ports-closed"
  aliases  = []
  severity = "critical"
  category = ["Protect", "Restricted network access"]
  title = {
    en = "Security groups keep the internet away from high-risk ports"
    ja = "セキュリティグループがリスクの高いポートをインターネット全体に公開していない"
  }
  why = {
    en = "Remote administration, databases and development servers are what attackers look for first: weak passwords and old versions behind these ports lead straight to a break-in or to stolen data."
    ja = "リモート管理、データベース、開発用サーバーのポートは攻撃者が真っ先に探すものです。弱いパスワードや古いバージョンがあれば、そのまま侵入や情報流出につながります。"
  }
  decides = "checked"
  notes = {
    en = "IPv6 (::/0) counts like IPv4, customer managed prefix lists of the same run are opened, and groups that nothing uses are judged too."
    ja = "IPv6 (::/0) も IPv4 と同様に扱い、同じ構成内のカスタマー管理プレフィックスリストは中身まで見ます。使われていないセキュリティグループも判定します。"
  }
  config_rule = "vpc-sg-restricted-common-ports"
  frameworks = {
    "aws-fsbp"       = ["EC2.19"]
    "nist-800-53-r5" = ["AC-4", "AC-4(21)", "CA-9(1)", "CM-2", "CM-2(2)", "CM-7", "SC-7", "SC-7(11)", "SC-7(16)", "SC-7(21)", "SC-7(4)", "SC-7(5)"]
  }
  frameworks_derived = {
    "iso-27001-2022" = ["A.8.20", "A.8.21", "A.8.22"]
    "soc2"           = ["cc_6_6"]
    "nist-csf-2.0"   = ["ac_5"]
  }

  parameter "restrictedPorts" {
    default = [20, 21, 22, 23, 25, 110, 135, 143, 445, 1433, 1434, 3000, 3306, 3389, 4333, 5000, 5432, 5500, 5601, 8080, 8088, 8888, 9200, 9300]
    description = {
      en = "Ports that must not be open to the internet; AWS's list is fixed"
      ja = "インターネット全体に公開してはいけないポート (AWS の一覧は固定)"
    }
  }

  check "aws_security_group" "aws_default_security_group" {
    each = "ingress"
    locals {
      ipv4   = default(each.value.cidr_blocks, [])
      ipv6   = default(each.value.ipv6_cidr_blocks, [])
      listed = flatten([for list in targets(default(each.value.prefix_list_ids, [])) : concat(try(list.entry[*].cidr, []), try(companions_of(list, "aws_ec2_managed_prefix_list_entry", "prefix_list_id")[*].cidr, []))])
      halves = ["0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "::/0", "::/1", "8000::/1"]
      others = any([
        length([for cidr in concat(local.ipv4, local.ipv6) : cidr if !contains(local.halves, cidr)]) > 0,
        length(default(each.value.security_groups, [])) > 0,
        default(each.value.self, false),
      ]) && (is_world(local.ipv4) || is_world(local.ipv6))
      protocol = lower(each.value.protocol)
      from     = default(each.value.from_port, 0)
      to       = default(each.value.to_port, 65535)
      risky    = any([for port in param.restrictedPorts : covers_port(local.from, local.to, local.protocol, port)])
      exposed  = [for port in param.restrictedPorts : tostring(port) if covers_port(local.from, local.to, local.protocol, port)]
    }
    enforce {
      condition = !all([is_world(local.ipv4), local.risky])
      at        = "cidr_blocks"
      error_message = {
        en = "the whole internet may connect to high-risk ports: ${join(", ", local.exposed)}"
        ja = "インターネット全体からリスクの高いポートに接続できる: ${join(", ", local.exposed)}"
      }
    }
    enforce {
      condition = !all([is_world(local.ipv6), local.risky])
      at        = "ipv6_cidr_blocks"
      error_message = {
        en = "the whole internet may connect to high-risk ports: ${join(", ", local.exposed)}"
        ja = "インターネット全体からリスクの高いポートに接続できる: ${join(", ", local.exposed)}"
      }
    }
    enforce {
      condition = !all([is_world(local.listed), local.risky])
      at        = "prefix_list_ids"
      error_message = {
        en = "the whole internet may connect to high-risk ports: ${join(", ", local.exposed)}"
        ja = "インターネット全体からリスクの高いポートに接続できる: ${join(", ", local.exposed)}"
      }
    }
    fix {
      when   = local.others
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "take the internet out of the allowed sources"
        ja = "許可する送信元からインターネット全体を外す"
      }
      warning = {
        en = "Clients that come from other addresses are cut off."
        ja = "残りの送信元以外からは接続できなくなります。"
      }
      remove_values = {
        cidr_blocks      = ["0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1"]
        ipv6_cidr_blocks = ["::/0", "::/1", "8000::/1"]
      }
    }
    fix {
      when   = is_world(local.ipv4) && length(local.ipv6) == 0
      class  = "needs-input"
      impact = "in-place"
      summary = {
        en = "allow trusted IPv4 ranges in place of the internet"
        ja = "インターネット全体ではなく、信頼できる IPv4 範囲だけを許可する"
      }
      warning = {
        en = "Clients outside those ranges are cut off."
        ja = "指定した範囲外からは接続できなくなります。"
      }
      input "trusted_cidr_blocks" {
        description = {
          en = "List of IPv4 ranges that may connect, such as the office network"
          ja = "接続を許可する IPv4 の CIDR のリスト (社内ネットワークなど)"
        }
      }
      set = { cidr_blocks = var.trusted_cidr_blocks }
    }
    fix {
      when   = is_world(local.ipv6) && length(local.ipv4) == 0
      class  = "needs-input"
      impact = "in-place"
      summary = {
        en = "allow trusted IPv6 ranges in place of the internet"
        ja = "インターネット全体ではなく、信頼できる IPv6 範囲だけを許可する"
      }
      warning = {
        en = "Clients outside those ranges are cut off."
        ja = "指定した範囲外からは接続できなくなります。"
      }
      input "trusted_ipv6_cidr_blocks" {
        description = {
          en = "List of IPv6 ranges that may connect, such as the office network"
          ja = "接続を許可する IPv6 の CIDR のリスト (社内ネットワークなど)"
        }
      }
      set = { ipv6_cidr_blocks = var.trusted_ipv6_cidr_blocks }
    }
    fix {
      when   = is_world(local.ipv4) && is_world(local.ipv6)
      class  = "needs-input"
      impact = "in-place"
      summary = {
        en = "allow trusted IPv4 ranges in place of the internet"
        ja = "インターネット全体ではなく、信頼できる IPv4 範囲だけを許可する"
      }
      warning = {
        en = "Clients outside those ranges, and all IPv6 clients, are cut off."
        ja = "指定した範囲外と IPv6 からは接続できなくなります。"
      }
      input "trusted_cidr_blocks" {
        description = {
          en = "List of IPv4 ranges that may connect, such as the office network"
          ja = "接続を許可する IPv4 の CIDR のリスト (社内ネットワークなど)"
        }
      }
      set    = { cidr_blocks = var.trusted_cidr_blocks }
      remove = ["ipv6_cidr_blocks"]
    }
    no_fix = {
      en = "a prefix list lets the whole internet in: take the entry out of the list, or name another list here"
      ja = "プレフィックスリストにインターネット全体が含まれている。リストからエントリを削除するか、別のリストを指定する"
    }
  }

  check "aws_security_group_rule" {
    filter = attrs.type == "ingress"
    locals {
      ipv4   = default(attrs.cidr_blocks, [])
      ipv6   = default(attrs.ipv6_cidr_blocks, [])
      listed = flatten([for list in targets(default(attrs.prefix_list_ids, [])) : concat(try(list.entry[*].cidr, []), try(companions_of(list, "aws_ec2_managed_prefix_list_entry", "prefix_list_id")[*].cidr, []))])
      halves = ["0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "::/0", "::/1", "8000::/1"]
      others = any([
        length([for cidr in concat(local.ipv4, local.ipv6) : cidr if !contains(local.halves, cidr)]) > 0,
        is_set(attrs.source_security_group_id),
        default(attrs.self, false),
      ]) && (is_world(local.ipv4) || is_world(local.ipv6))
      protocol = lower(attrs.protocol)
      from     = default(attrs.from_port, 0)
      to       = default(attrs.to_port, 65535)
      risky    = any([for port in param.restrictedPorts : covers_port(local.from, local.to, local.protocol, port)])
      exposed  = [for port in param.restrictedPorts : tostring(port) if covers_port(local.from, local.to, local.protocol, port)]
    }
    enforce {
      condition = !all([is_world(local.ipv4), local.risky])
      at        = "cidr_blocks"
      error_message = {
        en = "the whole internet may connect to high-risk ports: ${join(", ", local.exposed)}"
        ja = "インターネット全体からリスクの高いポートに接続できる: ${join(", ", local.exposed)}"
      }
    }
    enforce {
      condition = !all([is_world(local.ipv6), local.risky])
      at        = "ipv6_cidr_blocks"
      error_message = {
        en = "the whole internet may connect to high-risk ports: ${join(", ", local.exposed)}"
        ja = "インターネット全体からリスクの高いポートに接続できる: ${join(", ", local.exposed)}"
      }
    }
    enforce {
      condition = !all([is_world(local.listed), local.risky])
      at        = "prefix_list_ids"
      error_message = {
        en = "the whole internet may connect to high-risk ports: ${join(", ", local.exposed)}"
        ja = "インターネット全体からリスクの高いポートに接続できる: ${join(", ", local.exposed)}"
      }
    }
    fix {
      when   = local.others
      class  = "unsafe"
      impact = "replaces"
      summary = {
        en = "take the internet out of the allowed sources"
        ja = "許可する送信元からインターネット全体を外す"
      }
      warning = {
        en = "Clients that come from other addresses are cut off."
        ja = "残りの送信元以外からは接続できなくなります。"
      }
      remove_values = {
        cidr_blocks      = ["0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1"]
        ipv6_cidr_blocks = ["::/0", "::/1", "8000::/1"]
      }
    }
    fix {
      when   = is_world(local.ipv4) && length(local.ipv6) == 0
      class  = "needs-input"
      impact = "replaces"
      summary = {
        en = "allow trusted IPv4 ranges in place of the internet"
        ja = "インターネット全体ではなく、信頼できる IPv4 範囲だけを許可する"
      }
      warning = {
        en = "Clients outside those ranges are cut off."
        ja = "指定した範囲外からは接続できなくなります。"
      }
      input "trusted_cidr_blocks" {
        description = {
          en = "List of IPv4 ranges that may connect, such as the office network"
          ja = "接続を許可する IPv4 の CIDR のリスト (社内ネットワークなど)"
        }
      }
      set = { cidr_blocks = var.trusted_cidr_blocks }
    }
    fix {
      when   = is_world(local.ipv6) && length(local.ipv4) == 0
      class  = "needs-input"
      impact = "replaces"
      summary = {
        en = "allow trusted IPv6 ranges in place of the internet"
        ja = "インターネット全体ではなく、信頼できる IPv6 範囲だけを許可する"
      }
      warning = {
        en = "Clients outside those ranges are cut off."
        ja = "指定した範囲外からは接続できなくなります。"
      }
      input "trusted_ipv6_cidr_blocks" {
        description = {
          en = "List of IPv6 ranges that may connect, such as the office network"
          ja = "接続を許可する IPv6 の CIDR のリスト (社内ネットワークなど)"
        }
      }
      set = { ipv6_cidr_blocks = var.trusted_ipv6_cidr_blocks }
    }
    fix {
      when   = is_world(local.ipv4) && is_world(local.ipv6)
      class  = "needs-input"
      impact = "replaces"
      summary = {
        en = "allow trusted IPv4 ranges in place of the internet"
        ja = "インターネット全体ではなく、信頼できる IPv4 範囲だけを許可する"
      }
      warning = {
        en = "Clients outside those ranges, and all IPv6 clients, are cut off."
        ja = "指定した範囲外と IPv6 からは接続できなくなります。"
      }
      input "trusted_cidr_blocks" {
        description = {
          en = "List of IPv4 ranges that may connect, such as the office network"
          ja = "接続を許可する IPv4 の CIDR のリスト (社内ネットワークなど)"
        }
      }
      set    = { cidr_blocks = var.trusted_cidr_blocks }
      remove = ["ipv6_cidr_blocks"]
    }
    no_fix = {
      en = "a prefix list lets the whole internet in: take the entry out of the list, or name another list here"
      ja = "プレフィックスリストにインターネット全体が含まれている。リストからエントリを削除するか、別のリストを指定する"
    }
  }

  check "aws_vpc_security_group_ingress_rule" {
    locals {
      listed   = flatten([for list in targets(is_set(attrs.prefix_list_id) ? [attrs.prefix_list_id] : []) : concat(try(list.entry[*].cidr, []), try(companions_of(list, "aws_ec2_managed_prefix_list_entry", "prefix_list_id")[*].cidr, []))])
      protocol = lower(attrs.ip_protocol)
      from     = default(attrs.from_port, 0)
      to       = default(attrs.to_port, 65535)
      risky    = any([for port in param.restrictedPorts : covers_port(local.from, local.to, local.protocol, port)])
      exposed  = [for port in param.restrictedPorts : tostring(port) if covers_port(local.from, local.to, local.protocol, port)]
    }
    enforce {
      condition = !all([is_world(attrs.cidr_ipv4), local.risky])
      at        = "cidr_ipv4"
      error_message = {
        en = "the whole internet may connect to high-risk ports: ${join(", ", local.exposed)}"
        ja = "インターネット全体からリスクの高いポートに接続できる: ${join(", ", local.exposed)}"
      }
    }
    enforce {
      condition = !all([is_world(attrs.cidr_ipv6), local.risky])
      at        = "cidr_ipv6"
      error_message = {
        en = "the whole internet may connect to high-risk ports: ${join(", ", local.exposed)}"
        ja = "インターネット全体からリスクの高いポートに接続できる: ${join(", ", local.exposed)}"
      }
    }
    enforce {
      condition = !all([is_world(local.listed), local.risky])
      at        = "prefix_list_id"
      error_message = {
        en = "the whole internet may connect to high-risk ports: ${join(", ", local.exposed)}"
        ja = "インターネット全体からリスクの高いポートに接続できる: ${join(", ", local.exposed)}"
      }
    }
    fix {
      when   = is_world(attrs.cidr_ipv4)
      class  = "needs-input"
      impact = "in-place"
      summary = {
        en = "allow a trusted IPv4 range in place of the internet"
        ja = "インターネット全体ではなく、信頼できる IPv4 範囲だけを許可する"
      }
      warning = {
        en = "Clients outside that range are cut off."
        ja = "指定した範囲外からは接続できなくなります。"
      }
      input "trusted_cidr_block" {
        description = {
          en = "IPv4 range that may connect, such as the office network"
          ja = "接続を許可する IPv4 の CIDR (社内ネットワークなど)"
        }
      }
      set = { cidr_ipv4 = var.trusted_cidr_block }
    }
    fix {
      when   = is_world(attrs.cidr_ipv6)
      class  = "needs-input"
      impact = "in-place"
      summary = {
        en = "allow a trusted IPv6 range in place of the internet"
        ja = "インターネット全体ではなく、信頼できる IPv6 範囲だけを許可する"
      }
      warning = {
        en = "Clients outside that range are cut off."
        ja = "指定した範囲外からは接続できなくなります。"
      }
      input "trusted_ipv6_cidr_block" {
        description = {
          en = "IPv6 range that may connect, such as the office network"
          ja = "接続を許可する IPv6 の CIDR (社内ネットワークなど)"
        }
      }
      set = { cidr_ipv6 = var.trusted_ipv6_cidr_block }
    }
    no_fix = {
      en = "the prefix list lets the whole internet in: take the entry out of the list, or name another list here"
      ja = "プレフィックスリストにインターネット全体が含まれている。リストからエントリを削除するか、別のリストを指定する"
    }
  }

  remediation {
    console = {
      en = ["Open Security groups in the VPC console and choose the group.", "Edit the inbound rules.", "Delete the rule, or replace 0.0.0.0/0 and ::/0 by the ranges that need it; use Session Manager for shell access."]
      ja = ["VPC コンソールの「セキュリティグループ」で対象を選ぶ。", "「インバウンドのルールを編集」を開く。", "ルールを削除するか、0.0.0.0/0 と ::/0 を必要な CIDR に置き換える。シェル接続には Session Manager を使う。"]
    }
    cli = "aws ec2 revoke-security-group-ingress --group-id GROUP_ID --protocol tcp --port PORT --cidr 0.0.0.0/0"
  }

  example "fail" "SSH from everywhere" {
    resource "aws_security_group" "bastion" {
      name = "bastion"
      ingress {
        from_port   = 22
        to_port     = 22
        protocol    = "tcp"
        cidr_blocks = ["0.0.0.0/0"]
      }
    }
  }

  example "fixed" "SSH from everywhere" {
    variable "trusted_cidr_blocks" {
      type    = list(string)
      default = ["203.0.113.0/24"]
    }

    resource "aws_security_group" "bastion" {
      name = "bastion"
      ingress {
        from_port   = 22
        to_port     = 22
        protocol    = "tcp"
        cidr_blocks = var.trusted_cidr_blocks
      }
    }
  }

  example "fail" "a database beside its private sources" {
    resource "aws_security_group_rule" "db" {
      type              = "ingress"
      security_group_id = "sg-0123456789abcdef0"
      from_port         = 5432
      to_port           = 5432
      protocol          = "tcp"
      cidr_blocks       = ["10.0.0.0/8"]
      ipv6_cidr_blocks  = ["::/0"]
    }
  }

  example "fixed" "a database beside its private sources" {
    resource "aws_security_group_rule" "db" {
      type              = "ingress"
      security_group_id = "sg-0123456789abcdef0"
      from_port         = 5432
      to_port           = 5432
      protocol          = "tcp"
      cidr_blocks       = ["10.0.0.0/8"]
      ipv6_cidr_blocks  = []
    }
  }

  example "fail" "all protocols by one rule resource" {
    resource "aws_vpc_security_group_ingress_rule" "all" {
      security_group_id = "sg-0123456789abcdef0"
      ip_protocol       = "-1"
      cidr_ipv4         = "0.0.0.0/0"
    }
  }

  example "fixed" "all protocols by one rule resource" {
    variable "trusted_cidr_block" {
      type    = string
      default = "203.0.113.0/24"
    }

    resource "aws_vpc_security_group_ingress_rule" "all" {
      security_group_id = "sg-0123456789abcdef0"
      ip_protocol       = "-1"
      cidr_ipv4         = var.trusted_cidr_block
    }
  }

  example "fail" "the internet in two halves, over a wide range" {
    resource "aws_security_group" "app" {
      name = "app"
      ingress {
        from_port   = 9000
        to_port     = 9999
        protocol    = "tcp"
        cidr_blocks = ["0.0.0.0/1", "128.0.0.0/1"]
      }
    }
  }

  example "fail" "default security group, rules written as a list" {
    resource "aws_default_security_group" "this" {
      vpc_id = "vpc-0123456789abcdef0"
      ingress = [{
        from_port        = 3389
        to_port          = 3389
        protocol         = "tcp"
        cidr_blocks      = ["0.0.0.0/0"]
        ipv6_cidr_blocks = ["::/0"]
        description      = "remote desktop"
        prefix_list_ids  = []
        security_groups  = []
        self             = false
      }]
    }
  }

  example "fail" "by way of a prefix list entry" {
    resource "aws_ec2_managed_prefix_list" "anywhere" {
      name           = "anywhere"
      address_family = "IPv4"
      max_entries    = 5
    }

    resource "aws_ec2_managed_prefix_list_entry" "all" {
      prefix_list_id = aws_ec2_managed_prefix_list.anywhere.id
      cidr           = "0.0.0.0/0"
    }

    resource "aws_security_group" "bastion" {
      name = "bastion"
      ingress {
        from_port       = 22
        to_port         = 22
        protocol        = "tcp"
        prefix_list_ids = [aws_ec2_managed_prefix_list.anywhere.id]
      }
    }
  }

  example "pass" "high-risk ports for private sources, the web for all" {
    resource "aws_security_group" "app" {
      name = "app"
      ingress {
        from_port   = 22
        to_port     = 22
        protocol    = "tcp"
        cidr_blocks = ["10.0.0.0/8"]
      }
      ingress {
        from_port        = 443
        to_port          = 443
        protocol         = "tcp"
        cidr_blocks      = ["0.0.0.0/0"]
        ipv6_cidr_blocks = ["::/0"]
      }
    }

    resource "aws_security_group_rule" "db" {
      type                     = "ingress"
      security_group_id        = aws_security_group.app.id
      from_port                = 5432
      to_port                  = 5432
      protocol                 = "tcp"
      source_security_group_id = "sg-0123456789abcdef0"
    }

    resource "aws_vpc_security_group_ingress_rule" "ssh" {
      security_group_id            = aws_security_group.app.id
      ip_protocol                  = "tcp"
      from_port                    = 22
      to_port                      = 22
      referenced_security_group_id = "sg-0123456789abcdef0"
    }
  }

  example "pass" "no rules at all" {
    resource "aws_security_group" "quiet" {
      name    = "quiet"
      ingress = []
    }

    resource "aws_default_security_group" "this" {
      vpc_id = "vpc-0123456789abcdef0"
    }
  }

  example "pass" "half of the internet is not all of it, and prefix lists are read" {
    resource "aws_ec2_managed_prefix_list" "office" {
      name           = "office"
      address_family = "IPv4"
      max_entries    = 5
      entry {
        cidr = "203.0.113.0/24"
      }
    }

    resource "aws_security_group" "bastion" {
      name = "bastion"
      ingress {
        from_port       = 22
        to_port         = 22
        protocol        = "tcp"
        cidr_blocks     = ["128.0.0.0/1"]
        prefix_list_ids = [aws_ec2_managed_prefix_list.office.id]
      }
    }
  }

  example "unknown" "sources and ports that are decided at apply" {
    resource "terraform_data" "cidr" {
      input = "0.0.0.0/0"
    }

    resource "terraform_data" "port" {
      input = 22
    }

    resource "aws_vpc_security_group_ingress_rule" "source" {
      security_group_id = "sg-0123456789abcdef0"
      ip_protocol       = "tcp"
      from_port         = 22
      to_port           = 22
      cidr_ipv4         = terraform_data.cidr.output
    }

    resource "aws_security_group_rule" "port" {
      type              = "ingress"
      security_group_id = "sg-0123456789abcdef0"
      from_port         = terraform_data.port.output
      to_port           = terraform_data.port.output
      protocol          = "tcp"
      cidr_blocks       = ["0.0.0.0/0"]
    }
  }
}
