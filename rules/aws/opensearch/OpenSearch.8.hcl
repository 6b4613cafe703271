control "OpenSearch.8" {
  slug     = "opensearch-domain-tls-1-2"
  aliases  = ["Opensearch.8"]
  severity = "medium"
  category = ["Protect", "Data protection", "Encryption of data-in-transit"]
  title = {
    en = "Connections to OpenSearch domains use TLS 1.2"
    ja = "OpenSearch ドメインへの接続に TLS 1.2 以降が必須になっている"
  }
  why = {
    en = "TLS 1.0 and 1.1 have known weaknesses, and plain HTTP hides nothing. Requiring TLS 1.2 keeps listeners from reading or changing queries and results."
    ja = "TLS 1.0 と 1.1 には既知の弱点があり、HTTP では通信内容がそのまま見えてしまいます。TLS 1.2 以降を必須にすることで、クエリや結果の盗聴や改ざんを防ぎます。"
  }
  decides = "checked"
  notes = {
    en = "Newer policies that also start at TLS 1.2 pass; a domain that allows plain HTTP fails whatever its policy."
    ja = "TLS 1.2 を下限とする新しいポリシーも合格です。HTTP を許可しているドメインは、ポリシーにかかわらず不合格です。"
  }
  config_rule = "opensearch-https-required"
  frameworks = {
    "aws-fsbp"       = ["OpenSearch.8"]
    "nist-800-53-r5" = ["AC-17(2)", "AC-4", "IA-5(1)", "SC-12(3)", "SC-13", "SC-23", "SC-23(3)", "SC-7(4)", "SC-8", "SC-8(1)", "SC-8(2)", "SI-7(6)"]
  }

  check "aws_opensearch_domain" {
    enforce {
      condition = startswith(default(one(attrs.domain_endpoint_options[*].tls_security_policy), ""), "Policy-Min-TLS-1-2-")
      at        = "domain_endpoint_options.tls_security_policy"
      error_message = {
        en = "the domain accepts connections below TLS 1.2"
        ja = "ドメインが TLS 1.2 より古い接続を受け付ける"
      }
    }
    enforce {
      condition = default(one(attrs.domain_endpoint_options[*].enforce_https), true)
      at        = "domain_endpoint_options.enforce_https"
      error_message = {
        en = "the domain accepts plain HTTP"
        ja = "ドメインが HTTP の接続を受け付ける"
      }
    }
    fix {
      when   = !default(one(attrs.domain_endpoint_options[*].enforce_https), true) && !startswith(default(one(attrs.domain_endpoint_options[*].tls_security_policy), ""), "Policy-Min-TLS-1-2-")
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "require HTTPS with TLS 1.2"
        ja = "TLS 1.2 以降の HTTPS を必須にする"
      }
      warning = {
        en = "Clients that connect over plain HTTP, or speak only TLS 1.0 or 1.1, are turned away."
        ja = "HTTP のクライアントや、TLS 1.0 や 1.1 にしか対応していないクライアントは接続できなくなります。"
      }
      set = {
        "domain_endpoint_options.enforce_https"       = true
        "domain_endpoint_options.tls_security_policy" = "Policy-Min-TLS-1-2-2019-07"
      }
    }
    fix {
      when   = !default(one(attrs.domain_endpoint_options[*].enforce_https), true)
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "require HTTPS"
        ja = "HTTPS を必須にする"
      }
      warning = {
        en = "Clients that connect over plain HTTP, or speak only TLS 1.0 or 1.1, are turned away."
        ja = "HTTP のクライアントや、TLS 1.0 や 1.1 にしか対応していないクライアントは接続できなくなります。"
      }
      set = { "domain_endpoint_options.enforce_https" = true }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "require TLS 1.2"
        ja = "TLS 1.2 以降を必須にする"
      }
      warning = {
        en = "Clients that speak only TLS 1.0 or 1.1 can no longer connect."
        ja = "TLS 1.0 や 1.1 にしか対応していないクライアントは接続できなくなります。"
      }
      set = { "domain_endpoint_options.tls_security_policy" = "Policy-Min-TLS-1-2-2019-07" }
    }
  }

  remediation {
    console = {
      en = ["Open the domain in the OpenSearch Service console and choose Actions, Edit security configuration.", "Tick Require HTTPS, choose a TLS 1.2 security policy, and save."]
      ja = ["OpenSearch Service コンソールでドメインを開き、「アクション」から「セキュリティ設定の編集」を選ぶ。", "「HTTPS を必須にする」にチェックを入れ、TLS 1.2 のセキュリティポリシーを選んで保存する。"]
    }
    cli = "aws opensearch update-domain-config --domain-name DOMAIN --domain-endpoint-options EnforceHTTPS=true,TLSSecurityPolicy=Policy-Min-TLS-1-2-2019-07"
  }

  example "fail" "left out" {
    resource "aws_opensearch_domain" "search" {
      domain_name    = "search"
      engine_version = "OpenSearch_2.17"
    }
  }

  example "fixed" "left out" {
    resource "aws_opensearch_domain" "search" {
      domain_name    = "search"
      engine_version = "OpenSearch_2.17"
      domain_endpoint_options {
        tls_security_policy = "Policy-Min-TLS-1-2-2019-07"
      }
    }
  }

  example "fail" "TLS 1.0" {
    resource "aws_opensearch_domain" "search" {
      domain_name    = "search"
      engine_version = "OpenSearch_2.17"
      domain_endpoint_options {
        enforce_https       = true
        tls_security_policy = "Policy-Min-TLS-1-0-2019-07"
      }
    }
  }

  example "fixed" "TLS 1.0" {
    resource "aws_opensearch_domain" "search" {
      domain_name    = "search"
      engine_version = "OpenSearch_2.17"
      domain_endpoint_options {
        enforce_https       = true
        tls_security_policy = "Policy-Min-TLS-1-2-2019-07"
      }
    }
  }

  example "fail" "plain HTTP allowed" {
    resource "aws_opensearch_domain" "search" {
      domain_name    = "search"
      engine_version = "OpenSearch_2.17"
      domain_endpoint_options {
        enforce_https       = false
        tls_security_policy = "Policy-Min-TLS-1-2-2019-07"
      }
    }
  }

  example "fixed" "plain HTTP allowed" {
    resource "aws_opensearch_domain" "search" {
      domain_name    = "search"
      engine_version = "OpenSearch_2.17"
      domain_endpoint_options {
        enforce_https       = true
        tls_security_policy = "Policy-Min-TLS-1-2-2019-07"
      }
    }
  }

  example "fail" "plain HTTP and the default policy" {
    resource "aws_opensearch_domain" "search" {
      domain_name    = "search"
      engine_version = "OpenSearch_2.17"
      domain_endpoint_options {
        enforce_https = false
      }
    }
  }

  example "fixed" "plain HTTP and the default policy" {
    resource "aws_opensearch_domain" "search" {
      domain_name    = "search"
      engine_version = "OpenSearch_2.17"
      domain_endpoint_options {
        enforce_https       = true
        tls_security_policy = "Policy-Min-TLS-1-2-2019-07"
      }
    }
  }

  example "pass" "TLS 1.2, HTTPS by default" {
    resource "aws_opensearch_domain" "search" {
      domain_name    = "search"
      engine_version = "OpenSearch_2.17"
      domain_endpoint_options {
        tls_security_policy = "Policy-Min-TLS-1-2-2019-07"
      }
    }
  }

  example "pass" "TLS 1.2 with forward secrecy" {
    resource "aws_opensearch_domain" "search" {
      domain_name    = "search"
      engine_version = "OpenSearch_2.17"
      domain_endpoint_options {
        enforce_https       = true
        tls_security_policy = "Policy-Min-TLS-1-2-PFS-2023-10"
      }
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = true
    }

    resource "aws_opensearch_domain" "search" {
      domain_name    = "search"
      engine_version = "OpenSearch_2.17"
      domain_endpoint_options {
        enforce_https       = tobool(terraform_data.later.output)
        tls_security_policy = "Policy-Min-TLS-1-2-2019-07"
      }
    }
  }
}
