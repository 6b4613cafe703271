control "EC2.18" {
  slug     = "security-group-open-to-authorized-ports-only"
  aliases  = []
  severity = "high"
  category = ["Protect", "Secure network configuration", "Security group configuration"]
  title = {
    en = "Security groups open only authorized ports to the internet"
    ja = "セキュリティグループがインターネット全体に公開するのは許可されたポートだけである"
  }
  why = {
    en = "Every port that the whole internet can reach is scanned within minutes and attacked as soon as the service behind it has a weakness. Only ports that are meant for the public should be open to all."
    ja = "インターネット全体に開いたポートは数分でスキャンされ、背後のサービスに弱点があればすぐに狙われます。全体に公開するのは、公開が前提のポートに限ります。"
  }
  decides = "checked"
  notes = {
    en = "Groups that nothing uses are judged too. Customer managed prefix lists of the same run are opened. ICMP has no ports and is not judged; UDP has no authorized ports."
    ja = "使われていないセキュリティグループも判定します。同じ構成内のカスタマー管理プレフィックスリストは中身まで見ます。ポートのない ICMP は対象外です。UDP に許可されたポートはありません。"
  }
  config_rule = "vpc-sg-open-only-to-authorized-ports"
  frameworks = {
    "aws-fsbp"       = ["EC2.18"]
    "nist-800-53-r5" = ["AC-4", "AC-4(21)", "SC-7", "SC-7(11)", "SC-7(16)", "SC-7(21)", "SC-7(4)", "SC-7(5)"]
  }

  parameter "authorizedTcpPorts" {
    default = [80, 443]
    description = {
      en = "TCP ports that may be open to the internet"
      ja = "インターネット全体への公開を許可する TCP ポート"
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
      protocol   = lower(each.value.protocol)
      from       = default(each.value.from_port, 0)
      to         = default(each.value.to_port, 65535)
      has_ports  = !contains(["icmp", "icmpv6", "1", "58"], local.protocol)
      covered    = length(distinct([for port in param.authorizedTcpPorts : port if port >= local.from && port <= local.to]))
      authorized = contains(["tcp", "6"], local.protocol) && local.covered == local.to - local.from + 1
      opened     = contains(["-1", "all"], local.protocol) ? "0-65535" : local.from == local.to ? "${local.protocol}/${local.from}" : "${local.protocol}/${local.from}-${local.to}"
    }
    enforce {
      condition = !all([is_world(local.ipv4), local.has_ports, !local.authorized])
      at        = "cidr_blocks"
      error_message = {
        en = "the whole internet may connect to ${local.opened}"
        ja = "インターネット全体から ${local.opened} に接続できる"
      }
    }
    enforce {
      condition = !all([is_world(local.ipv6), local.has_ports, !local.authorized])
      at        = "ipv6_cidr_blocks"
      error_message = {
        en = "the whole internet may connect to ${local.opened}"
        ja = "インターネット全体から ${local.opened} に接続できる"
      }
    }
    enforce {
      condition = !all([is_world(local.listed), local.has_ports, !local.authorized])
      at        = "prefix_list_ids"
      error_message = {
        en = "the whole internet may connect to ${local.opened}"
        ja = "インターネット全体から ${local.opened} に接続できる"
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
      protocol   = lower(attrs.protocol)
      from       = default(attrs.from_port, 0)
      to         = default(attrs.to_port, 65535)
      has_ports  = !contains(["icmp", "icmpv6", "1", "58"], local.protocol)
      covered    = length(distinct([for port in param.authorizedTcpPorts : port if port >= local.from && port <= local.to]))
      authorized = contains(["tcp", "6"], local.protocol) && local.covered == local.to - local.from + 1
      opened     = contains(["-1", "all"], local.protocol) ? "0-65535" : local.from == local.to ? "${local.protocol}/${local.from}" : "${local.protocol}/${local.from}-${local.to}"
    }
    enforce {
      condition = !all([is_world(local.ipv4), local.has_ports, !local.authorized])
      at        = "cidr_blocks"
      error_message = {
        en = "the whole internet may connect to ${local.opened}"
        ja = "インターネット全体から ${local.opened} に接続できる"
      }
    }
    enforce {
      condition = !all([is_world(local.ipv6), local.has_ports, !local.authorized])
      at        = "ipv6_cidr_blocks"
      error_message = {
        en = "the whole internet may connect to ${local.opened}"
        ja = "インターネット全体から ${local.opened} に接続できる"
      }
    }
    enforce {
      condition = !all([is_world(local.listed), local.has_ports, !local.authorized])
      at        = "prefix_list_ids"
      error_message = {
        en = "the whole internet may connect to ${local.opened}"
        ja = "インターネット全体から ${local.opened} に接続できる"
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
      listed     = flatten([for list in targets(is_set(attrs.prefix_list_id) ? [attrs.prefix_list_id] : []) : concat(try(list.entry[*].cidr, []), try(companions_of(list, "aws_ec2_managed_prefix_list_entry", "prefix_list_id")[*].cidr, []))])
      protocol   = lower(attrs.ip_protocol)
      from       = default(attrs.from_port, 0)
      to         = default(attrs.to_port, 65535)
      has_ports  = !contains(["icmp", "icmpv6", "1", "58"], local.protocol)
      covered    = length(distinct([for port in param.authorizedTcpPorts : port if port >= local.from && port <= local.to]))
      authorized = contains(["tcp", "6"], local.protocol) && local.covered == local.to - local.from + 1
      opened     = contains(["-1", "all"], local.protocol) ? "0-65535" : local.from == local.to ? "${local.protocol}/${local.from}" : "${local.protocol}/${local.from}-${local.to}"
    }
    enforce {
      condition = !all([is_world(attrs.cidr_ipv4), local.has_ports, !local.authorized])
      at        = "cidr_ipv4"
      error_message = {
        en = "the whole internet may connect to ${local.opened}"
        ja = "インターネット全体から ${local.opened} に接続できる"
      }
    }
    enforce {
      condition = !all([is_world(attrs.cidr_ipv6), local.has_ports, !local.authorized])
      at        = "cidr_ipv6"
      error_message = {
        en = "the whole internet may connect to ${local.opened}"
        ja = "インターネット全体から ${local.opened} に接続できる"
      }
    }
    enforce {
      condition = !all([is_world(local.listed), local.has_ports, !local.authorized])
      at        = "prefix_list_id"
      error_message = {
        en = "the whole internet may connect to ${local.opened}"
        ja = "インターネット全体から ${local.opened} に接続できる"
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
      en = ["Open Security groups in the VPC console and choose the group.", "Edit the inbound rules.", "Replace 0.0.0.0/0 and ::/0 by the ranges or security groups that need the port, or delete the rule."]
      ja = ["VPC コンソールの「セキュリティグループ」で対象を選ぶ。", "「インバウンドのルールを編集」を開く。", "0.0.0.0/0 と ::/0 を、接続が必要な CIDR やセキュリティグループに置き換えるか、ルールを削除する。"]
    }
    cli = "aws ec2 revoke-security-group-ingress --group-id GROUP_ID --protocol tcp --port PORT --cidr 0.0.0.0/0"
  }

  example "fail" "inline rule for an application port" {
    resource "aws_security_group" "app" {
      name = "app"
      ingress {
        from_port   = 443
        to_port     = 443
        protocol    = "tcp"
        cidr_blocks = ["0.0.0.0/0"]
      }
      ingress {
        from_port   = 8443
        to_port     = 8443
        protocol    = "tcp"
        cidr_blocks = ["10.0.0.0/8", "0.0.0.0/0"]
      }
    }
  }

  example "fixed" "inline rule for an application port" {
    resource "aws_security_group" "app" {
      name = "app"
      ingress {
        from_port   = 443
        to_port     = 443
        protocol    = "tcp"
        cidr_blocks = ["0.0.0.0/0"]
      }
      ingress {
        from_port   = 8443
        to_port     = 8443
        protocol    = "tcp"
        cidr_blocks = ["10.0.0.0/8"]
      }
    }
  }

  example "fail" "a range that is wider than the authorized ports" {
    resource "aws_security_group" "app" {
      name = "app"
    }

    resource "aws_security_group_rule" "web" {
      type              = "ingress"
      security_group_id = aws_security_group.app.id
      from_port         = 80
      to_port           = 443
      protocol          = "tcp"
      cidr_blocks       = ["0.0.0.0/0"]
    }
  }

  example "fixed" "a range that is wider than the authorized ports" {
    variable "trusted_cidr_blocks" {
      type    = list(string)
      default = ["203.0.113.0/24"]
    }

    resource "aws_security_group" "app" {
      name = "app"
    }

    resource "aws_security_group_rule" "web" {
      type              = "ingress"
      security_group_id = aws_security_group.app.id
      from_port         = 80
      to_port           = 443
      protocol          = "tcp"
      cidr_blocks       = var.trusted_cidr_blocks
    }
  }

  example "fail" "IPv6 and all protocols" {
    resource "aws_vpc_security_group_ingress_rule" "all" {
      security_group_id = "sg-0123456789abcdef0"
      ip_protocol       = "-1"
      cidr_ipv6         = "::/0"
    }
  }

  example "fixed" "IPv6 and all protocols" {
    variable "trusted_ipv6_cidr_block" {
      type    = string
      default = "2001:db8::/32"
    }

    resource "aws_vpc_security_group_ingress_rule" "all" {
      security_group_id = "sg-0123456789abcdef0"
      ip_protocol       = "-1"
      cidr_ipv6         = var.trusted_ipv6_cidr_block
    }
  }

  example "fail" "UDP on an authorized number" {
    resource "aws_security_group" "quic" {
      name = "quic"
      ingress {
        from_port        = 443
        to_port          = 443
        protocol         = "udp"
        ipv6_cidr_blocks = ["::/0"]
      }
    }
  }

  example "fail" "by way of a prefix list" {
    resource "aws_ec2_managed_prefix_list" "anywhere" {
      name           = "anywhere"
      address_family = "IPv4"
      max_entries    = 5
      entry {
        cidr = "10.0.0.0/8"
      }
      entry {
        cidr = "0.0.0.0/0"
      }
    }

    resource "aws_vpc_security_group_ingress_rule" "app" {
      security_group_id = "sg-0123456789abcdef0"
      ip_protocol       = "tcp"
      from_port         = 8443
      to_port           = 8443
      prefix_list_id    = aws_ec2_managed_prefix_list.anywhere.id
    }

    resource "aws_security_group_rule" "app" {
      type              = "ingress"
      security_group_id = "sg-0123456789abcdef0"
      from_port         = 8443
      to_port           = 8443
      protocol          = "tcp"
      prefix_list_ids   = [aws_ec2_managed_prefix_list.anywhere.id]
    }
  }

  example "pass" "web ports and private sources" {
    resource "aws_security_group" "web" {
      name = "web"
      dynamic "ingress" {
        for_each = toset([80, 443])
        content {
          from_port        = ingress.value
          to_port          = ingress.value
          protocol         = "tcp"
          cidr_blocks      = ["0.0.0.0/0"]
          ipv6_cidr_blocks = ["::/0"]
        }
      }
      ingress {
        from_port   = 8080
        to_port     = 8080
        protocol    = "tcp"
        cidr_blocks = ["10.0.0.0/8"]
        self        = true
      }
      dynamic "ingress" {
        for_each = toset(["icmp", "icmpv6", "1", "58"])
        content {
          from_port   = -1
          to_port     = -1
          protocol    = ingress.value
          cidr_blocks = ["0.0.0.0/0"]
        }
      }
    }

    resource "aws_security_group_rule" "out" {
      type              = "egress"
      security_group_id = aws_security_group.web.id
      from_port         = 0
      to_port           = 65535
      protocol          = "tcp"
      cidr_blocks       = ["0.0.0.0/0"]
    }

    resource "aws_vpc_security_group_ingress_rule" "https" {
      security_group_id = aws_security_group.web.id
      ip_protocol       = "tcp"
      from_port         = 443
      to_port           = 443
      cidr_ipv4         = "0.0.0.0/0"
    }
  }

  example "pass" "another port by parameter" {
    params = { authorizedTcpPorts = [8443, 8444] }

    resource "aws_security_group" "app" {
      name = "app"
      ingress {
        from_port   = 8443
        to_port     = 8444
        protocol    = "6"
        cidr_blocks = ["0.0.0.0/0"]
      }
    }
  }

  example "pass" "a prefix list of private ranges" {
    resource "aws_ec2_managed_prefix_list" "office" {
      name           = "office"
      address_family = "IPv4"
      max_entries    = 5
      entry {
        cidr = "203.0.113.0/24"
      }
    }

    resource "aws_security_group" "app" {
      name = "app"
      ingress {
        from_port       = 8443
        to_port         = 8443
        protocol        = "tcp"
        prefix_list_ids = [aws_ec2_managed_prefix_list.office.id]
      }
    }
  }

  example "pass" "authorized ports by way of a prefix list and over IPv6" {
    resource "aws_ec2_managed_prefix_list" "anywhere" {
      name           = "anywhere"
      address_family = "IPv4"
      max_entries    = 5

      entry {
        cidr = "0.0.0.0/0"
      }
    }

    resource "aws_security_group" "web" {
      name = "web"

      ingress {
        from_port       = 443
        to_port         = 443
        protocol        = "tcp"
        prefix_list_ids = [aws_ec2_managed_prefix_list.anywhere.id]
      }
    }

    resource "aws_security_group_rule" "web" {
      type              = "ingress"
      security_group_id = "sg-0123456789abcdef0"
      from_port         = 80
      to_port           = 80
      protocol          = "tcp"
      prefix_list_ids   = [aws_ec2_managed_prefix_list.anywhere.id]
    }

    resource "aws_security_group_rule" "six" {
      type              = "ingress"
      security_group_id = "sg-0123456789abcdef0"
      from_port         = 443
      to_port           = 443
      protocol          = "tcp"
      ipv6_cidr_blocks  = ["::/0"]
    }
  }

  example "unknown" "the source is decided at apply" {
    resource "terraform_data" "cidr" {
      input = "0.0.0.0/0"
    }

    resource "aws_security_group_rule" "app" {
      type              = "ingress"
      security_group_id = "sg-0123456789abcdef0"
      from_port         = 8443
      to_port           = 8443
      protocol          = "tcp"
      cidr_blocks       = [terraform_data.cidr.output]
    }

    resource "aws_vpc_security_group_ingress_rule" "app" {
      security_group_id = "sg-0123456789abcdef0"
      ip_protocol       = "tcp"
      from_port         = 8443
      to_port           = 8443
      cidr_ipv4         = terraform_data.cidr.output
    }
  }
}
